CREATE TABLE "erasures" (
	"id" text PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"what" text NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"elements" integer NOT NULL,
	"changes" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "what" text;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "elements" integer;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "changes" integer;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasures_board" ON "erasures" USING btree ("board_id","seq");