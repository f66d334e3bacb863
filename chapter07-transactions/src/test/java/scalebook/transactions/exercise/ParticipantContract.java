package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.transactions.exercise.Participant.Journal;

abstract class ParticipantContract extends Contract {
  interface Answer {
    boolean prepare(String transaction, int amount);

    void commit(String transaction);

    void abort(String transaction);

    int stock();

    Set<String> inDoubt();
  }

  Answer answer(Journal journal, int stock) {
    return answer(Answer.class, Participant.class, journal, stock);
  }

  /** The power fails, and stays off. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private final List<String> disk = new ArrayList<>();
  private int eventsLeft = Integer.MAX_VALUE;
  private boolean full;

  private Answer participant(int stock) {
    return answer(
        new Journal() {
          @Override
          public List<String> entries() {
            return List.copyOf(disk);
          }

          @Override
          public void write(String entry) {
            tick();
            if (full) {
              throw new IllegalStateException("the disk is full");
            }
            disk.add(entry);
            tick();
          }
        },
        stock);
  }

  private void tick() {
    if (eventsLeft-- <= 0) {
      throw new PowerFails();
    }
  }

  private Answer empty(int stock) {
    disk.clear();
    return participant(stock);
  }

  @Test
  @Order(1)
  void itPromisesWhatNobodyWasPromised() {
    for (int stock : new int[] {5, 12, 1}) {
      Answer participant = empty(stock);
      assertThat(participant.prepare("T1", stock + 1)).as("one more than there are").isFalse();
      assertThat(participant.prepare("T2", stock)).as("all that are there").isTrue();
      assertThat(participant.prepare("T3", 1)).as("all are promised to T2").isFalse();
      assertThat(participant.prepare("T4", Integer.MAX_VALUE)).as("mind the overflow").isFalse();
      assertThat(participant.stock()).as("promised is not gone").isEqualTo(stock);
      assertThat(participant.inDoubt()).containsExactly("T2");
    }
  }

  @Test
  @Order(2)
  void aCommitTakesAndAnAbortGivesBack() {
    Answer participant = empty(5);
    participant.prepare("T1", 3);
    participant.commit("T1");
    assertThat(participant.stock()).as("5, and 3 are taken").isEqualTo(2);
    assertThat(participant.inDoubt()).isEmpty();
    assertThat(participant.prepare("T2", 3)).as("3 of 2").isFalse();
    assertThat(participant.prepare("T3", 2)).as("2 of 2").isTrue();
    participant.abort("T3");
    assertThat(participant.stock()).isEqualTo(2);
    assertThat(participant.prepare("T4", 2)).as("T3 was promised 2 and is aborted").isTrue();
    Answer both = empty(5);
    both.prepare("A", 1);
    both.prepare("B", 1);
    for (String doubt : both.inDoubt()) {
      both.commit(doubt);
    }
    assertThat(both.stock()).as("5, and each in doubt was ended in one walk").isEqualTo(3);
  }

  @Test
  @Order(3)
  void aMessageMayComeTwice() {
    Answer participant = empty(5);
    assertThat(participant.prepare("T1", 3)).isTrue();
    assertThat(participant.prepare("T1", 3)).as("T1 is asked again").isTrue();
    assertThat(participant.prepare("T2", 2)).as("3 are promised, not 6").isTrue();
    assertThat(participant.prepare("T1", 1)).as("T1 has its yes, whatever it asks").isTrue();
    assertThat(participant.prepare("T0", 1)).as("T1 was promised 3").isFalse();
    participant.commit("T1");
    participant.commit("T1");
    assertThat(participant.stock()).as("5, and 3 are taken once").isEqualTo(2);
    assertThat(participant.prepare("T1", 3)).as("asked again, after its commit").isTrue();
    participant.abort("T2");
    participant.abort("T2");
    assertThat(participant.inDoubt()).isEmpty();
    assertThat(participant.prepare("T3", 3)).as("3 of 2: two aborts make no stock").isFalse();
    assertThat(participant.prepare("T4", 2)).as("2 of 2").isTrue();
  }

  @Test
  @Order(4)
  void aVoteNeverChanges() {
    Answer participant = empty(5);
    participant.prepare("T1", 5);
    assertThat(participant.prepare("T2", 1)).as("all are promised").isFalse();
    participant.abort("T1");
    assertThat(participant.prepare("T2", 1))
        .as("T2 was refused, so it is aborted elsewhere: who would end a promise of now?")
        .isFalse();
    participant.abort("T3");
    assertThat(participant.prepare("T3", 1)).as("the abort of T3 has overtaken it").isFalse();
    assertThat(participant.inDoubt()).isEmpty();
  }

  @Test
  @Order(5)
  void mistakesOfTheCoordinatorAreRefused() {
    Answer participant = empty(5);
    participant.prepare("T1", 6);
    participant.prepare("T2", 2);
    participant.abort("T2");
    participant.prepare("T3", 2);
    participant.commit("T3");
    List<String> written = List.copyOf(disk);
    for (String never : List.of("T1", "T2", "T9")) {
      assertThat(Thrown.by(() -> participant.commit(never)))
          .as("commit of %s: T1 was refused, T2 is aborted, T9 is not known", never)
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Thrown.by(() -> participant.abort("T3")))
        .as("an abort after the commit")
        .isInstanceOf(IllegalStateException.class);
    assertThat(disk).as("the journal, after mistakes that change nothing").isEqualTo(written);
    assertThat(participant.prepare("T3", 2)).as("T3 is committed, as it was").isTrue();
    assertThat(participant.stock()).as("5, and T3 has taken 2").isEqualTo(3);
    assertThat(participant(5).stock()).as("the same after a crash").isEqualTo(3);
  }

  @Test
  @Order(6)
  void afterACrashAllIsKnown() {
    Answer before = empty(15);
    before.prepare("gone-1/2|3", 11);
    before.commit("gone-1/2|3");
    before.prepare("doubt:1,2;3", 3);
    before.prepare("refused", 2);
    before.prepare("aborted", 1);
    before.abort("aborted");
    before.abort("overtaken");
    Answer after = participant(15);
    assertThat(after.stock()).as("stock").isEqualTo(4);
    assertThat(after.inDoubt()).as("in doubt: ask the coordinator").containsExactly("doubt:1,2;3");
    assertThat(after.prepare("new", 2)).as("2 of 1: 3 are still promised").isFalse();
    assertThat(after.prepare("refused", 1)).as("refused before the crash").isFalse();
    assertThat(after.prepare("aborted", 1)).as("aborted before the crash").isFalse();
    assertThat(after.prepare("overtaken", 1)).as("aborted before its prepare").isFalse();
    after.commit("gone-1/2|3");
    after.commit("doubt:1,2;3");
    assertThat(after.stock()).as("the promise is kept").isEqualTo(1);
    assertThat(participant(15).stock()).as("after one more crash").isEqualTo(1);
  }

  @Test
  @Order(7)
  void whatTheDiskDoesNotTakeHasNotHappened() {
    Answer participant = empty(5);
    full = true;
    assertThat(Thrown.by(() -> participant.prepare("T1", 4)))
        .as("a vote that cannot be written")
        .hasMessage("the disk is full");
    assertThat(Thrown.by(() -> participant.abort("T2"))).hasMessage("the disk is full");
    full = false;
    assertThat(participant.inDoubt()).as("in doubt").isEmpty();
    assertThat(participant.prepare("T3", 4)).as("nobody else was promised any").isTrue();
    full = true;
    assertThat(Thrown.by(() -> participant.commit("T3"))).hasMessage("the disk is full");
    assertThat(participant.stock()).as("after a commit that could not be written").isEqualTo(5);
    full = false;
    participant.commit("T3");
    assertThat(participant.stock()).as("after the second try").isEqualTo(1);
    assertThat(participant.prepare("T2", 1)).as("T2 was not aborted").isTrue();
  }

  /** The coordinator repeats what got no answer; what was answered holds. */
  @Test
  @Order(8)
  void whereverThePowerFailsAnAnswerHolds() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      Answer participant = empty(20);
      Map<String, String> answered = new HashMap<>();
      for (int step = 0; step < 30; step++) {
        String transaction = "T" + random.nextInt(12);
        eventsLeft = random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
        try {
          step(participant, transaction, random.nextInt(4), answered);
        } catch (PowerFails dead) {
          eventsLeft = Integer.MAX_VALUE;
          participant = participant(20);
        }
        eventsLeft = Integer.MAX_VALUE;
        check(participant, answered);
        check(participant(20), answered);
      }
    }
  }

  /** Amounts are all 2; a decision is told only to a yes. */
  private void step(
      Answer participant, String transaction, int what, Map<String, String> answered) {
    String state = answered.getOrDefault(transaction, "none");
    if (what < 2) {
      boolean yes = participant.prepare(transaction, 2);
      assertThat(yes)
          .as("vote of %s, which was %s; journal %s", transaction, state, disk)
          .isEqualTo(state.equals("none") ? yes : !state.equals("no"));
      answered.putIfAbsent(transaction, yes ? "yes" : "no");
    } else if (what == 2 && state.equals("yes")) {
      answered.put(transaction, "committing");
      participant.commit(transaction);
      answered.put(transaction, "committed");
    } else if (what == 2 && state.equals("committing")) {
      participant.commit(transaction);
      answered.put(transaction, "committed");
    }
  }

  private void check(Answer participant, Map<String, String> answered) {
    for (Map.Entry<String, String> each : answered.entrySet()) {
      if (each.getValue().equals("yes")) {
        assertThat(participant.inDoubt())
            .as("%s got a yes and no decision; journal %s", each.getKey(), disk)
            .contains(each.getKey());
      }
    }
    long committed = answered.values().stream().filter("committed"::equals).count();
    long committing = answered.values().stream().filter("committing"::equals).count();
    assertThat(20 - participant.stock())
        .as("taken by %d that are committed, 2 each; journal %s", committed, disk)
        .isBetween((int) committed * 2, (int) (committed + committing) * 2);
    assertThat(participant.inDoubt().size() * 2)
        .as("promised; journal %s", disk)
        .isLessThanOrEqualTo(participant.stock());
  }
}
