package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.transactions.exercise.OutboxRelay.Event;
import scalebook.transactions.exercise.OutboxRelay.Stream;
import scalebook.transactions.exercise.OutboxRelay.Table;

abstract class OutboxRelayContract extends Contract {
  interface Answer {
    int relay(Table table, Stream stream);
  }

  Answer answer() {
    return answer(Answer.class, OutboxRelay.class);
  }

  /** The power fails. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Map<Long, Event> rows = new TreeMap<>();
  private final List<Event> stream = new ArrayList<>();
  private int failingCustomer = -1;
  private int eventsLeft = Integer.MAX_VALUE;

  private void tick() {
    if (eventsLeft-- <= 0) { // and it stays off
      throw new PowerFails();
    }
  }

  private void commit(long number, int customer) {
    rows.put(number, new Event(number, customer, "event " + number));
  }

  private Table table() {
    return new Table() {
      @Override
      public List<Event> waiting() {
        return List.copyOf(rows.values());
      }

      @Override
      public void remove(long number) {
        tick();
        rows.remove(number);
        tick();
      }
    };
  }

  private Stream stream() {
    return event -> {
      tick();
      if (event.customer() == failingCustomer) {
        throw new IOException("no answer");
      }
      stream.add(event);
      tick();
    };
  }

  private List<Long> sentOf(int customer) {
    return stream.stream().filter(e -> e.customer() == customer).map(Event::number).toList();
  }

  @Test
  @Order(1)
  void aWaitingEventIsSentAndRemoved() {
    commit(1, 7);
    commit(2, 8);
    assertThat(answer().relay(table(), stream())).as("events that left the table").isEqualTo(2);
    assertThat(stream).extracting(Event::number).containsExactly(1L, 2L);
    assertThat(rows).as("rows that are left").isEmpty();
  }

  @Test
  @Order(2)
  void anEventThatCommitsLateIsNotSkipped() {
    Answer answer = answer();
    commit(1, 7);
    commit(3, 8); // 2 has its number, and is not committed yet
    answer.relay(table(), stream());
    commit(2, 9);
    answer.relay(table(), stream());
    assertThat(stream)
        .as("events sent: number 2 was committed after number 3 had been sent")
        .extracting(Event::number)
        .contains(1L, 2L, 3L);
  }

  @Test
  @Order(3)
  void nothingIsLostWhereverThePowerFails() {
    for (int events = 0; events < 16; events++) {
      rows.clear();
      stream.clear();
      for (long number = 1; number <= 3; number++) {
        commit(number, 7);
      }
      eventsLeft = events;
      Answer answer = answer();
      try {
        answer.relay(table(), stream());
      } catch (PowerFails dead) {
        // The next one comes.
      }
      eventsLeft = Integer.MAX_VALUE;
      answer().relay(table(), stream());
      assertThat(stream)
          .as("sent by two relays, the power failed after %d events of the first", events)
          .extracting(Event::number)
          .contains(1L, 2L, 3L);
      assertThat(rows).isEmpty();
    }
  }

  @Test
  @Order(4)
  void anEventThatCannotBeSentStays() {
    failingCustomer = 7;
    commit(1, 7);
    int left = answer().relay(table(), stream());
    assertThat(left).as("events that left the table").isZero();
    assertThat(rows).as("rows: an event that was not sent must wait here").hasSize(1);
  }

  @Test
  @Order(5)
  void noEventOvertakesAnEarlierOneOfItsCustomer() {
    List<Event> refusedOnce = new ArrayList<>();
    commit(1, 7);
    commit(2, 7);
    Answer answer = answer();
    answer.relay(
        table(),
        event -> {
          if (event.number() == 1 && refusedOnce.isEmpty()) {
            refusedOnce.add(event);
            throw new IOException("no answer, this once");
          }
          stream.add(event);
        });
    answer.relay(table(), stream());
    assertThat(sentOf(7))
        .as("customer 7's events: 1 could not be sent at first")
        .containsExactly(1L, 2L);
  }

  @Test
  @Order(6)
  void oneCustomersFailureDoesNotStopTheOthers() {
    failingCustomer = 7;
    commit(1, 7);
    commit(2, 8);
    answer().relay(table(), stream());
    assertThat(sentOf(8)).as("customer 8's events, while 7's cannot be sent").containsExactly(2L);
  }

  @Test
  @Order(7)
  void aLateEventOfTheSameCustomerIsNotSkipped() {
    Answer answer = answer();
    commit(1, 7);
    commit(3, 7);
    answer.relay(table(), stream());
    commit(2, 7);
    assertThat(answer.relay(table(), stream())).as("events that left in the second round").isOne();
    assertThat(sentOf(7))
        .as("customer 7's events: 2 was committed after 3 had been sent")
        .containsExactly(1L, 3L, 2L);
  }

  @Test
  @Order(8)
  void aRoundSendsAllThatWaits() {
    for (long number = 1; number <= 1_000; number++) {
      commit(number, (int) number % 3);
    }
    assertThat(answer().relay(table(), stream())).as("events that left the table").isEqualTo(1_000);
    assertThat(rows).isEmpty();
    for (int customer = 0; customer < 3; customer++) {
      assertThat(sentOf(customer)).as("events of customer %d", customer).isSorted();
    }
  }

  @Test
  @Order(9)
  void troubleOfOneRoundIsNotTheNextOnes() {
    Answer answer = answer();
    failingCustomer = 7;
    commit(1, 7);
    commit(2, 7);
    answer.relay(table(), stream());
    assertThat(rows).hasSize(2);
    failingCustomer = -1;
    assertThat(answer.relay(table(), stream()))
        .as("events that left, when all is well")
        .isEqualTo(2);
    assertThat(sentOf(7)).containsExactly(1L, 2L);
  }

  @Test
  @Order(10)
  void whatComesDuringARoundIsForTheNext() {
    commit(3, 7);
    commit(5, 7);
    int left =
        answer()
            .relay(
                table(),
                event -> {
                  stream.add(event);
                  if (stream.size() < 50) {
                    commit(event.number() - 1, 7); // it had its number, and commits now
                    commit(100 + stream.size(), 8);
                  }
                });
    assertThat(left).as("events that waited when the round began, and left the table").isEqualTo(2);
    assertThat(stream).as("sent in one round").hasSize(2);
    assertThat(rows.keySet())
        .as("what was committed meanwhile was not sent, and is still there")
        .containsExactlyInAnyOrder(2L, 4L, 101L, 102L);
  }

  @Test
  @Order(11)
  void equalTextsAreTwoEvents() {
    rows.put(1L, new Event(1, 7, "one more"));
    rows.put(2L, new Event(2, 7, "one more"));
    answer().relay(table(), stream());
    assertThat(sentOf(7))
        .as("customer 7 says the same twice, and means it")
        .containsExactly(1L, 2L);
  }
}
