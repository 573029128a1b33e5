ALTER TABLE "boards" ADD COLUMN "session_board_id" text;--> statement-breakpoint
ALTER TABLE "boards" ADD CONSTRAINT "boards_session_board_id_boards_id_fk" FOREIGN KEY ("session_board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
UPDATE "boards" SET "session_board_id" = "round_boards"."session_board_id" FROM "round_boards" WHERE "round_boards"."board_id" = "boards"."id";--> statement-breakpoint
CREATE INDEX "boards_session" ON "boards" USING btree ("session_board_id") WHERE session_board_id is not null;--> statement-breakpoint
ALTER TABLE "round_boards" DROP CONSTRAINT "round_boards_session_board_id_boards_id_fk";--> statement-breakpoint
DROP INDEX "round_boards_session";--> statement-breakpoint
ALTER TABLE "round_boards" DROP COLUMN "session_board_id";
