package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.transactions.exercise.Inbox.Database;
import scalebook.transactions.exercise.Inbox.Event;
import scalebook.transactions.exercise.Inbox.Receipt;
import scalebook.transactions.exercise.Inbox.Transaction;

abstract class InboxContract extends Contract {
  interface Answer {
    Receipt receive(Event event, Database database);
  }

  Answer answer() {
    return answer(Answer.class, Inbox.class);
  }

  /** The power fails. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private Map<Integer, Integer> last = new HashMap<>();
  private Map<Integer, Integer> sums = new HashMap<>();
  private int stepsLeft = Integer.MAX_VALUE;

  private void tick() {
    if (stepsLeft-- <= 0) { // and it stays off
      throw new PowerFails();
    }
  }

  private Database database() {
    return () ->
        new Transaction() {
          private final Map<Integer, Integer> myLast = new HashMap<>(last);
          private final Map<Integer, Integer> mySums = new HashMap<>(sums);

          @Override
          public int last(int customer) {
            tick();
            return myLast.getOrDefault(customer, 0);
          }

          @Override
          public void setLast(int customer, int number) {
            tick();
            myLast.put(customer, number);
          }

          @Override
          public void add(int customer, int amount) {
            tick();
            mySums.merge(customer, amount, Integer::sum);
          }

          @Override
          public void commit() {
            tick();
            last = myLast;
            sums = mySums;
            tick();
          }
        };
  }

  @Test
  @Order(1)
  void anEventHasItsEffect() {
    assertThat(answer().receive(new Event(7, 1, 50), database())).isEqualTo(Receipt.APPLIED);
    assertThat(sums).containsEntry(7, 50);
  }

  @Test
  @Order(2)
  void anEventThatComesAgainHasNone() {
    Answer answer = answer();
    answer.receive(new Event(7, 1, 50), database());
    assertThat(answer.receive(new Event(7, 1, 50), database())).isEqualTo(Receipt.SEEN);
    assertThat(sums).as("effects after the same event came twice").containsEntry(7, 50);
  }

  @Test
  @Order(3)
  void aRestartForgetsNothing() {
    answer().receive(new Event(7, 1, 50), database());
    assertThat(answer().receive(new Event(7, 1, 50), database()))
        .as("the same event after a restart: what was seen must be in the database")
        .isEqualTo(Receipt.SEEN);
  }

  @Test
  @Order(4)
  void anEventThatComesTooEarlyWaits() {
    Answer answer = answer();
    assertThat(answer.receive(new Event(7, 2, 5), database()))
        .as("event 2, and 1 has not come yet")
        .isEqualTo(Receipt.EARLY);
    assertThat(sums).as("effects").doesNotContainKey(7);
    answer.receive(new Event(7, 1, 50), database());
    assertThat(answer.receive(new Event(7, 2, 5), database())).isEqualTo(Receipt.APPLIED);
    assertThat(sums).containsEntry(7, 55);
  }

  @Test
  @Order(5)
  void customersDoNotWaitForEachOther() {
    assertThat(answer().receive(new Event(7, 1, 1), database())).isEqualTo(Receipt.APPLIED);
    assertThat(answer().receive(new Event(8, 1, 1), database()))
        .as("customer 8's first event, after customer 7's first")
        .isEqualTo(Receipt.APPLIED);
  }

  @Test
  @Order(6)
  void whereverThePowerFailsTheEffectHappensOnce() {
    for (int steps = 0; steps < 10; steps++) {
      last = new HashMap<>();
      sums = new HashMap<>();
      stepsLeft = steps;
      try {
        answer().receive(new Event(7, 1, 50), database());
      } catch (PowerFails dead) {
        // It comes again.
      }
      stepsLeft = Integer.MAX_VALUE;
      answer().receive(new Event(7, 1, 50), database());
      assertThat(sums)
          .as("effects: the power failed after %d steps, and the event came again", steps)
          .containsEntry(7, 50);
    }
  }

  @Test
  @Order(7)
  void twoThousandEventsDoubledAndShuffled() {
    Random random = new Random(7);
    List<Event> channel = new ArrayList<>();
    for (int number = 1; number <= 200; number++) {
      for (int customer = 0; customer < 5; customer++) {
        for (int copy = 0; copy < 1 + random.nextInt(3); copy++) {
          channel.add(new Event(customer, number, number));
        }
      }
    }
    for (int from = 0; from < channel.size(); from += 20) { // delayed by up to twenty places
      Collections.shuffle(channel.subList(from, Math.min(from + 20, channel.size())), random);
    }
    Answer answer = answer();
    while (!channel.isEmpty()) {
      int before = channel.size();
      channel.removeIf(event -> answer.receive(event, database()) != Receipt.EARLY);
      assertThat(channel.size()).as("events that are early for ever").isLessThan(before);
    }
    for (int customer = 0; customer < 5; customer++) {
      assertThat(sums).as("sums of 1 to 200").containsEntry(customer, 20_100);
    }
  }

  @Test
  @Order(8)
  void howeverOldItIsItWasSeen() {
    Answer answer = answer();
    for (int number = 1; number <= 5; number++) {
      answer.receive(new Event(7, number, 1), database());
    }
    for (int number = 1; number <= 5; number++) {
      assertThat(answer.receive(new Event(7, number, 1), database()))
          .as("event %d, after five", number)
          .isEqualTo(Receipt.SEEN);
    }
    assertThat(answer.receive(new Event(7, 7, 1), database())).isEqualTo(Receipt.EARLY);
    assertThat(answer.receive(new Event(7, 7, 1), database()))
        .as("event 7 once more, and 6 has still not come")
        .isEqualTo(Receipt.EARLY);
    assertThat(sums).containsEntry(7, 5);
  }

  @Test
  @Order(9)
  void aFailedCommitIsNoReceipt() {
    int[] commits = {0};
    Database broken =
        () -> {
          Transaction real = database().begin();
          return new Transaction() {
            @Override
            public int last(int customer) {
              return real.last(customer);
            }

            @Override
            public void setLast(int customer, int number) {
              real.setLast(customer, number);
            }

            @Override
            public void add(int customer, int amount) {
              real.add(customer, amount);
            }

            @Override
            public void commit() {
              commits[0]++;
              throw new IllegalStateException("no commit");
            }
          };
        };
    assertThat(Thrown.by(() -> answer().receive(new Event(7, 1, 50), broken)))
        .as("what the commit throws: with a receipt the event would not come again")
        .hasMessage("no commit");
    assertThat(commits[0]).as("commits of one event: the first may have been done").isEqualTo(1);
    assertThat(answer().receive(new Event(7, 1, 50), database())).isEqualTo(Receipt.APPLIED);
  }

  @Test
  @Order(10)
  void oneTransactionReadsAndWrites() {
    int[] begun = {0};
    Database counted =
        () -> {
          begun[0]++;
          return database().begin();
        };
    answer().receive(new Event(7, 1, 50), counted);
    assertThat(begun[0])
        .as("transactions of one event: what one has read, another one may not rely on")
        .isEqualTo(1);
  }
}
