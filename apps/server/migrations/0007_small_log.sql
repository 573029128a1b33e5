CREATE TABLE "authors" (
	"no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "authors_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"board" integer NOT NULL,
	"actor" text NOT NULL,
	"connection" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "boards" ADD COLUMN "no" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "boards_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "boards" ADD CONSTRAINT "boards_no_unique" UNIQUE("no");--> statement-breakpoint
ALTER TABLE "authors" ADD CONSTRAINT "authors_board_boards_no_fk" FOREIGN KEY ("board") REFERENCES "public"."boards"("no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- The log is written anew: a column that is added stands behind the others, and one that is dropped keeps its bytes.
ALTER TABLE "updates" RENAME TO "updates_before";--> statement-breakpoint
CREATE TABLE "updates" (
	"board" integer NOT NULL,
	"author" integer NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"first" bigint,
	"checksum" integer NOT NULL,
	"changes" integer,
	"payload" "bytea" NOT NULL
);
--> statement-breakpoint
INSERT INTO "authors" ("board", "actor", "connection")
	SELECT b."no", u."actor", u."connection" FROM "updates_before" u JOIN "boards" b ON b."id" = u."board_id"
	GROUP BY b."no", u."actor", u."connection" ORDER BY b."no", min(u."seq");--> statement-breakpoint
-- A checksum is the same 32 bits with a sign. A folded row's payload now begins with how it is packed.
INSERT INTO "updates" ("board", "author", "seq", "at", "first", "checksum", "changes", "payload")
	SELECT b."no", a."no", u."seq", u."at", u."first", u."checksum"::bit(32)::integer,
		CASE WHEN u."first" IS NOT NULL THEN u."changes" END,
		CASE WHEN u."first" IS NULL THEN u."payload" ELSE set_byte('\x00'::bytea, 0, u."encoding") || u."payload" END
	FROM "updates_before" u
	JOIN "boards" b ON b."id" = u."board_id"
	JOIN "authors" a ON a."board" = b."no" AND a."actor" = u."actor" AND a."connection" = u."connection"
	ORDER BY b."no", u."seq";--> statement-breakpoint
DROP TABLE "updates_before";--> statement-breakpoint
ALTER TABLE "updates" ADD CONSTRAINT "updates_board_seq_pk" PRIMARY KEY("board","seq");--> statement-breakpoint
ALTER TABLE "updates" ADD CONSTRAINT "updates_board_boards_no_fk" FOREIGN KEY ("board") REFERENCES "public"."boards"("no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "authors_board" ON "authors" USING btree ("board","actor","connection");--> statement-breakpoint
ALTER TABLE "keyframes" ALTER COLUMN "checksum" SET DATA TYPE integer USING "checksum"::bit(32)::integer;--> statement-breakpoint
UPDATE "boards" b SET "log_bytes" = b."log_bytes" + (
	SELECT count(*) FROM "updates" u WHERE u."board" = b."no" AND u."seq" <= b."log_counted_to" AND u."first" IS NOT NULL);--> statement-breakpoint
-- Folding goes through everything once more: it now thins the keyframes behind it, too.
UPDATE "boards" SET "folded_to" = 0;
