-- Access to a board of a session is derived from the session's board.
DELETE FROM "members" USING "boards" WHERE "boards"."id" = "members"."board_id" AND "boards"."session_board_id" IS NOT NULL;
