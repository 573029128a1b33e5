CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"board_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"subject_id" text,
	"subject_name" text,
	"role" text,
	"was" text
);
--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_board" ON "audit" USING btree ("board_id","id");