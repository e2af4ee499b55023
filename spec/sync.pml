/*
 * The write protocol of docs/spec.md for one pair, stated a second time in another language and
 * checked by another program. It is written from the rules, not from the code: `[W5]` beside a
 * statement names the rule that asks for it.
 *
 * One pair: a record on side A and its counterpart on side B, each with a content (a value, or
 * ABSENT) and a version that every change moves, deletions included. Users of both sides create,
 * update, update back and delete at any moment. The synchroniser takes one step per request or
 * commit and is killed before or after any of them. A request is lost, its answer is lost, or it
 * arrives later than its sender waited; a listing misses the record or shows how it was before.
 *
 * Ghosts, which the synchroniser never reads, remember the lineage of every content: the set of
 * edits it subsumes, one bit per edit. A user's edit subsumes what the user saw.
 *
 * Not modelled: fields and merges (W13), stamps (W9), systems that rewrite values (W11), ids that
 * the system assigns (W7), and listings that show an older state of a pair that was ended.
 *
 * Bounds, policies and what is left out are settings of the verifier's process, so that it is
 * compiled once:
 *   spin -a spec/sync.pml; gcc -O2 -DSAFETY -DNOCLAIM -o pan pan.c; EDITS=4 MUTANT=12 ./pan
 *   spin -a spec/sync.pml; gcc -O2 -o pan pan.c; EDITS=2 ./pan -a -f
 * `npm run spin` does it all; `npm run spin -- --trail REFUSAL` tells why a rule is needed.
 */

c_decl {
  static int setting(char *name, int otherwise)
  { char *text = getenv(name); return text ? atoi(text) : otherwise; }
}

/* What decides when one side was updated and the other deleted, and when both were updated. */
#define KEEP_DELETED 0
#define KEEP_UPDATED 1
#define SIDE_A 0
#define ASK 1

/* What is left out or bent, each for itself. */
#define INTENT               1  /* [W1] the intent lives in the process and dies with it */
#define JOURNAL              2  /* [W1] what is overwritten is kept nowhere */
#define REMOTE_FIRST         3  /* [W2] the bases move before the request */
#define REMOTE_FIRST_DELETE  4  /* [W2] the bases move before the request, of deletes only */
#define CONDITION            5  /* [W3] a write meets whatever is there */
#define CREATE_CONDITION     6  /* [W3] a create meets whatever is there */
#define PLANNED_SOURCE       7  /* [W4] the source's base becomes what is there by now */
#define ANSWERED_TARGET      8  /* [W4] the target's base becomes what is there by now */
#define SOURCE_BASE          9  /* [W4] the target's base moves and the source's does not */
#define REFUSAL             10  /* [W5] a refusal means done */
#define REFUSAL_OF_ABSENT   11  /* [W5] a refusal means that the pair has ended */
#define UNKNOWN             12  /* [W6] no answer means not done */
#define REPETITION          13  /* [W6] a target that is as it was is planned anew */
#define NEWER_VALUE         14  /* [W6] where another value stands the intent is dropped, no more */
#define UNACKNOWLEDGED      15  /* [W6] where another value stands ours is kept nowhere */
#define DOUBT               16  /* [W6] the refusal of a repeated request means not done */
#define PATIENCE            17  /* [W6] a target that is as it was is looked at for ever */
#define ABSENCE_VERSION     18  /* [W7] systems do not remember what they made and deleted */
#define PROOF_OF_ABSENCE    19  /* [W8] what a listing misses is deleted */
#define STALE_CHECK         20  /* [W10] what a listing shows is news, however old */
#define ECHO_TEST           21  /* [W12] the first change after a write is taken for our own */
#define EQUALITY            22  /* [W12] a target that says it already is written */
#define POLICY_CELL         23  /* [D1] what moved on both sides is copied as if one had moved */
#define DELETE_CHECK        24  /* [D7] a record goes with its counterpart though it moved */
#define CURRENT_ANSWER      25  /* [L14] an answer holds although the records moved on */

byte keep, policy, mutant, editsMax;
#define without(name) (mutant == name)
#define asking (policy == ASK)
#define keepUpdated (keep == KEEP_UPDATED)

#define A 0
#define B 1
#define across(side) (1 - side)
#define ABSENT 0

/* Is the lineage `few` part of the lineage `many`? */
#define within(few, many) ((few & ~(many)) == 0)

typedef Request { byte at; byte content; byte version; byte know }

/* The two systems, and how they were before their last change. */
byte value[2], version[2], know[2];
byte valueBefore[2], versionBefore[2], knowBefore[2];

/* The memory: what is durable. Of an intent, the request verbatim and the version of the other side
   that the plan used; of a question, the versions it is about and the answer. */
byte base[2], baseVersion[2];
bool intent;
Request sent;
byte sourceVersion;
bool asked, answered;
byte askedVersion[2], favoured;

/* A request that its sender gave up waiting for. */
bool delayed;
Request late;

/* Ghosts: all edits; those whose content is in the journal; those whose loss a person is told of;
   those a question shows; those that the rule for changed and deleted brings back; and the content
   that both sides last agreed on. */
byte edits, all, journal, told, shown, reborn, truce;
bool onA, onB;

/* What may still happen. */
byte crashes, losses, delays, gaps;
bool killed;

/* What the synchroniser knows until it is killed. */
byte seen[2], seenVersion[2], seenKnow[2];
bool landed, refused, first, own[2];
byte answerVersion;

/* ---- The world ----------------------------------------------------------------------------- */

inline change(side, becomes, lineage) {
  if
  :: gaps > 0 ->
       valueBefore[side] = value[side];
       versionBefore[side] = version[side];
       knowBefore[side] = know[side]
  :: else
  fi;
  value[side] = becomes;
  version[side]++;
  know[side] = lineage
}

/* [W3] Does the condition of a request hold? [W7] A system remembers what it made: an absence has a
   version too, so a create that was done is not done a second time. */
#define holds(request) (request.version == version[request.at] \
  || (without(ABSENCE_VERSION) && request.version == 0 && value[request.at] == ABSENT) \
  || (without(CREATE_CONDITION) && request.content != ABSENT && base[request.at] == ABSENT) \
  || without(CONDITION))

/* A write may not take back what supersedes it; a record is re-created only by a rule that says so. */
#define progress(request) (value[request.at] == request.content \
  || !within(request.know, know[request.at]) \
  || (value[request.at] == ABSENT && within(request.know, reborn)))

/* What a write replaces is superseded by it, says what both agreed on, or is told to a person. */
#define accounted(request) (within(know[request.at], request.know | told) \
  || (value[request.at] == truce && request.content != ABSENT))

/* A request arrives: done if its condition holds, else refused. Here safety is asserted. */
inline arrive(request) {
  if
  :: holds(request) ->
       printf("  done: %c becomes %d\n", 'A' + request.at, request.content);
       assert(progress(request));
       assert(accounted(request));
       change(request.at, request.content, request.know);
       assert(within(all, know[A] | know[B] | journal));            /* nothing is lost */
       landed = true;
       answerVersion = version[request.at]
  :: else -> refused = true; printf("  refused\n")
  fi
}

/* Users, the person who answers questions, the network and whoever kills the synchroniser. What
   they may do is bounded, so a fair world has done it all, or stopped, in the end. */
proctype world() {
  byte side, content;
end:
  do
  :: atomic {
       edits < editsMax ->
       if :: side = A :: side = B fi;
       if
       :: value[side] != ABSENT -> content = ABSENT
       :: value[side] != 1 -> content = 1
       :: value[side] != 2 -> content = 2
       :: value[side] != 3 -> content = 3
       fi;
       edits++;
       all = all | (1 << edits);
       change(side, content, know[side] | (1 << edits));
       printf("· a user of %c: %d\n", 'A' + side, content);
       side = 0; content = 0
     }
  :: atomic {
       asked && !answered ->
       answered = true;
       if :: favoured = A :: favoured = B fi;
       printf("· a person answers: as on %c\n", 'A' + favoured)
     }
  :: atomic {
       delayed ->
       if
       :: printf("· the delayed request arrives\n"); arrive(late)
       :: printf("· the delayed request is lost\n")
       fi;
       delayed = false; landed = false; refused = false; answerVersion = 0;
       late.at = 0; late.content = 0; late.version = 0; late.know = 0
     }
  :: atomic { crashes > 0 && !killed -> crashes--; killed = true; printf("· killed\n") }
  :: atomic { edits < editsMax || crashes > 0 -> edits = editsMax; crashes = 0 }
  od
}

/* ---- The synchroniser ---------------------------------------------------------------------- */

/* Two readings agree: each side knows the edits of both, if it still descends from its reading. */
inline unite() {
  onA = within(seenKnow[A], know[A]);
  onB = within(seenKnow[B], know[B]);
  if :: onA -> know[A] = know[A] | seenKnow[B] :: else fi;
  if :: onB -> know[B] = know[B] | seenKnow[A] :: else fi;
  onA = false; onB = false
}

inline closeIntent() {
  intent = false;
  sent.at = 0; sent.content = 0; sent.version = 0; sent.know = 0;
  sourceVersion = 0
}

inline closeQuestion() {
  asked = false; answered = false; favoured = 0; askedVersion[A] = 0; askedVersion[B] = 0;
  shown = 0
}

inline forgetRun() {
  seen[A] = 0; seenVersion[A] = 0; seenKnow[A] = 0;
  seen[B] = 0; seenVersion[B] = 0; seenKnow[B] = 0;
  landed = false; refused = false; first = false; answerVersion = 0
}

inline readById(side) {
  seen[side] = value[side]; seenVersion[side] = version[side]; seenKnow[side] = know[side]
}

/* A listing shows the record, misses it, or shows how it was. What proves nothing is read by id. */
inline observe(side) {
  if
  :: readById(side)
  :: gaps > 0 && base[side] != ABSENT ->
       gaps--;
       printf("· a listing of %c misses the record\n", 'A' + side);
       if
       :: without(PROOF_OF_ABSENCE) ->
            seen[side] = ABSENT; seenVersion[side] = version[side]; seenKnow[side] = 0
       :: else -> readById(side)                                    /* [W8] */
       fi
  :: gaps > 0 && base[side] != ABSENT && valueBefore[side] != ABSENT ->
       gaps--;
       printf("· a listing of %c is stale\n", 'A' + side);
       if
       :: versionBefore[side] >= baseVersion[side] || without(STALE_CHECK) ->
            seen[side] = valueBefore[side];
            seenVersion[side] = versionBefore[side];
            seenKnow[side] = knowBefore[side]
       :: else -> readById(side)                                    /* [W10] */
       fi
  fi;
  if
  :: without(ECHO_TEST) && own[side] && seen[side] != base[side] ->
       base[side] = seen[side]; baseVersion[side] = seenVersion[side]
  :: else
  fi;
  own[side] = false
}

/* Both bases move: the target's to what was sent, the source's to what the plan used. */
inline moveBases(targetVersion) {
  base[sent.at] = sent.content;
  baseVersion[sent.at] = targetVersion;
  if
  :: without(SOURCE_BASE) -> skip
  :: else -> base[across(sent.at)] = sent.content; baseVersion[across(sent.at)] = sourceVersion
  fi;
  truce = sent.content
}

/* One transaction: the content that may be overwritten, and the intent. */
inline note(side, conflict) {
  intent = true;                                                    /* [W1] */
  first = true;
  sent.at = side;
  sent.content = seen[across(side)];
  sent.know = seenKnow[across(side)];
  sent.version = (without(ABSENCE_VERSION) && seen[side] == ABSENT -> 0 : seenVersion[side]);
  sourceVersion = seenVersion[across(side)];
  assert(seen[side] != sent.content);                               /* [W12] */
  if :: without(JOURNAL) -> skip :: else -> journal = journal | seenKnow[side] fi;   /* [W1] */
  if :: conflict && !without(POLICY_CELL) -> told = told | seenKnow[side] :: else fi;
  if
  :: without(REMOTE_FIRST) || (without(REMOTE_FIRST_DELETE) && sent.content == ABSENT) ->
       base[A] = sent.content; base[B] = sent.content
  :: else
  fi;
  closeQuestion();
  printf("  intent: %c becomes %d\n", 'A' + side, sent.content)
}

#define dirty(side) (seen[side] != base[side])
#define moved(side) (seenVersion[side] != baseVersion[side])

/* [D7] A record whose version moved does not go with its deleted counterpart unasked. */
#define resists(side) (moved(side) && seen[side] != ABSENT && seen[across(side)] == ABSENT \
  && !without(DELETE_CHECK))
#define flows(side) (dirty(side) || resists(side))

inline adopt() {
  base[A] = seen[A]; baseVersion[A] = seenVersion[A];               /* [W2] both agree already */
  base[B] = seen[B]; baseVersion[B] = seenVersion[B];
  unite();
  closeQuestion();
  truce = seen[A];
  reborn = 0
}

/* [L14] Asked once, and anew when what was seen has changed; an answer holds as long. */
#define current (asked && (without(CURRENT_ANSWER) \
  || (askedVersion[A] == seenVersion[A] && askedVersion[B] == seenVersion[B])))

inline ask() {
  if
  :: current && answered && favoured == A -> told = told | shown; note(B, false)
  :: current && answered && favoured == B -> told = told | shown; note(A, false)
  :: current && !answered -> skip
  :: !current ->
       closeQuestion();
       asked = true;
       askedVersion[A] = seenVersion[A];
       askedVersion[B] = seenVersion[B];
       shown = seenKnow[A] | seenKnow[B];
       printf("  a person is asked\n")
  fi
}

/* The law, [D1]; both moved is for the policy, and only that. */
inline decide() {
  if
  :: seen[A] == seen[B] && (dirty(A) || dirty(B) || moved(A) || moved(B)) ->
       if :: without(EQUALITY) && dirty(A) -> note(B, false) :: else -> adopt() fi
  :: seen[A] == seen[B] && !dirty(A) && !dirty(B) && !moved(A) && !moved(B) -> skip
  :: seen[A] != seen[B] && flows(A) && !flows(B) -> note(B, false)
  :: seen[A] != seen[B] && flows(B) && !flows(A) -> note(A, false)
  :: seen[A] != seen[B] && flows(A) && flows(B) ->
       if
       :: seen[A] == ABSENT && keepUpdated -> note(A, true)
       :: seen[A] == ABSENT && !keepUpdated -> note(B, true)
       :: seen[B] == ABSENT && keepUpdated -> note(B, true)
       :: seen[B] == ABSENT && !keepUpdated -> note(A, true)
       :: seen[A] != ABSENT && seen[B] != ABSENT && !asking -> note(B, true)
       :: seen[A] != ABSENT && seen[B] != ABSENT && asking -> ask()
       fi
  :: seen[A] != seen[B] && !flows(A) && !flows(B) ->
       assert(false)        /* neither moved and yet they differ: one of the bases was wrong */
  fi
}

/* One request leaves. Lost, answered, not answered or delayed: its fate is one step. */
inline send() {
  assert(intent);                                                   /* [W1] */
  if
  :: arrive(sent)
  :: losses > 0 -> losses--; printf("· the request is lost\n")
  :: losses > 0 ->
       losses--;
       arrive(sent);
       printf("· the answer is lost\n");
       landed = false; refused = false; answerVersion = 0
  :: delays > 0 && !delayed ->
       delays--;
       printf("· the request is delayed\n");
       delayed = true;
       late.at = sent.at; late.content = sent.content;
       late.version = sent.version; late.know = sent.know
  fi
}

/* What the answer says becomes durable; without an answer the intent stays, and stays to be asked. */
inline settle() {
  if
  :: landed ->
       own[sent.at] = without(ECHO_TEST);
       moveBases(answerVersion);                                    /* [W4] */
       if
       :: without(PLANNED_SOURCE) ->
            base[across(sent.at)] = value[across(sent.at)];
            baseVersion[across(sent.at)] = version[across(sent.at)]
       :: without(ANSWERED_TARGET) ->
            base[sent.at] = value[sent.at]; baseVersion[sent.at] = version[sent.at]
       :: else
       fi;
       reborn = 0;
       closeIntent()
  :: refused && (first || without(DOUBT)) ->                        /* [W5] */
       if
       :: without(REFUSAL) -> base[A] = sent.content; base[B] = sent.content
       :: without(REFUSAL_OF_ABSENT) -> base[A] = ABSENT; base[B] = ABSENT
       :: else
       fi;
       closeIntent()
  :: !landed && !(refused && (first || without(DOUBT))) ->          /* [W6] unknown */
       if :: without(UNKNOWN) -> closeIntent() :: else fi
  fi;
  forgetRun()
}

#define unmoved (seenVersion[sent.at] == sent.version \
  || (without(ABSENCE_VERSION) && sent.version == 0 && seen[sent.at] == ABSENT))
#define here seen[sent.at]

/* [W6] What became of a request that nobody heard of? The target is looked at, and it tells. */
inline recover() {
  do
  :: atomic { intent -> readById(sent.at); first = false };
     if
     :: atomic {
          unmoved ->
          printf("  the target is as it was\n");
          if
          :: without(REPETITION) -> closeIntent(); forgetRun()
          :: without(PATIENCE) -> forgetRun()
          :: else -> send()
          fi
        };
        if :: atomic { intent && !without(PATIENCE) -> settle() } :: else fi
     :: atomic {
          !unmoved && here == sent.content ->
          printf("  it has landed\n");
          seenKnow[across(sent.at)] = sent.know;
          unite();
          moveBases(seenVersion[sent.at]);
          reborn = 0;
          closeIntent(); forgetRun()
        }
     :: atomic {
          !unmoved && here == ABSENT && sent.content != ABSENT ->
          printf("  the target is gone\n");
          journal = journal | sent.know;
          told = told | sent.know;
          if
          :: keepUpdated ->                           /* [W7] the intent goes on with a new record */
               sent.version = (without(ABSENCE_VERSION) -> 0 : seenVersion[sent.at]);
               reborn = sent.know;
               journal = journal | seenKnow[sent.at];
               told = told | seenKnow[sent.at]
          :: else -> moveBases(seenVersion[sent.at]); closeIntent()
          fi;
          forgetRun()
        }
     :: atomic {
          !unmoved && here != ABSENT && here != sent.content ->
          printf("  another value stands\n");
          if
          :: without(NEWER_VALUE) -> skip
          :: without(UNACKNOWLEDGED) ->
               base[A] = sent.content; base[B] = sent.content;
               baseVersion[sent.at] = seenVersion[sent.at];
               baseVersion[across(sent.at)] = sourceVersion
          :: else ->
               journal = journal | sent.know;
               told = told | sent.know;
               moveBases(seenVersion[sent.at])
          fi;
          closeIntent(); forgetRun()
        }
     fi
  :: else -> break
  od
}

proctype synchroniser() {
  do
  :: {
       do
       :: recover();
          atomic { observe(A) };
          atomic { observe(B) };
          atomic { decide(); if :: intent -> skip :: else -> forgetRun() fi };
          if
          :: atomic { intent -> send() };
             atomic { settle() }
          :: else
          fi
       od
     } unless { killed };
     atomic {
       killed = false;
       if :: without(INTENT) -> closeIntent() :: else fi;
       own[A] = false; own[B] = false;
       forgetRun()
     }
  od
}

init {
  atomic {
    c_code {
      now.mutant = setting("MUTANT", 0);
      now.keep = setting("KEEP", 0);
      now.policy = setting("POLICY", 0);
      now.editsMax = setting("EDITS", 3);
      now.crashes = setting("CRASHES", 1);
      now.losses = setting("LOSSES", 1);
      now.delays = setting("DELAYS", 1);
      now.gaps = setting("GAPS", 0);
    };
    version[A] = 1; version[B] = 1; baseVersion[A] = 1; baseVersion[B] = 1;
    know[A] = 1; know[B] = 1; all = 1;
    if
    :: printf("  both empty\n")
    :: value[A] = 1; value[B] = 1; base[A] = 1; base[B] = 1; truce = 1; printf("  both 1, agreed\n")
    fi;
    run world();
    run synchroniser()
  }
}

/* Once users and faults have stopped, both sides say the same, nothing is open, and so it stays. */
#define agreed (value[A] == value[B] && base[A] == value[A] && base[B] == value[B] \
  && !intent && !asked)

ltl convergence { <>[] agreed }
