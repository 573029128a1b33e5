ALTER TABLE "boards" ADD COLUMN "log_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "boards" ADD COLUMN "log_counted_to" bigint DEFAULT 0 NOT NULL;