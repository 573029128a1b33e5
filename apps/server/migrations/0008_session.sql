CREATE TABLE "round_boards" (
	"round_id" text NOT NULL,
	"person_id" text NOT NULL,
	"board_id" text NOT NULL,
	"session_board_id" text NOT NULL,
	CONSTRAINT "round_boards_round_id_person_id_pk" PRIMARY KEY("round_id","person_id"),
	CONSTRAINT "round_boards_board_id_unique" UNIQUE("board_id")
);
--> statement-breakpoint
CREATE TABLE "session_events" (
	"board_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"command" text,
	CONSTRAINT "session_events_board_id_seq_pk" PRIMARY KEY("board_id","seq")
);
--> statement-breakpoint
CREATE TABLE "session_states" (
	"board_id" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "round_boards" ADD CONSTRAINT "round_boards_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_boards" ADD CONSTRAINT "round_boards_session_board_id_boards_id_fk" FOREIGN KEY ("session_board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_events" ADD CONSTRAINT "session_events_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_states" ADD CONSTRAINT "session_states_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "round_boards_session" ON "round_boards" USING btree ("session_board_id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_events_command" ON "session_events" USING btree ("board_id","actor_id","command") WHERE command is not null;--> statement-breakpoint
CREATE INDEX "session_events_revealed" ON "session_events" USING btree ("board_id") WHERE type = 'round-revealed';