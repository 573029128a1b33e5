CREATE TABLE "series" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"question" text NOT NULL,
	"weekday" smallint NOT NULL,
	"start_time" text NOT NULL,
	"minutes" integer NOT NULL,
	"time_zone" text NOT NULL,
	"first_date" text NOT NULL,
	"invitation_id" text NOT NULL,
	"role" text NOT NULL,
	"key_hash" text NOT NULL,
	"feed_key_hash" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "series_boards" (
	"board_id" text PRIMARY KEY NOT NULL,
	"series_id" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "links_live_role";--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "invitation_id" text;--> statement-breakpoint
ALTER TABLE "series_boards" ADD CONSTRAINT "series_boards_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_boards" ADD CONSTRAINT "series_boards_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "series_boards_order" ON "series_boards" USING btree ("series_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "links_invitation" ON "links" USING btree ("invitation_id","board_id") WHERE invitation_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_live_role" ON "links" USING btree ("board_id","role") WHERE ended_at is null and invitation_id is null;