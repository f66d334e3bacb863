package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.transactions.exercise.ChoreographedStep.Event;
import scalebook.transactions.exercise.ChoreographedStep.Type;

abstract class ChoreographedStepContract extends Contract {
  private static final int MOST_HOPS = 8;

  interface Answer {
    List<Event> on(Event event);

    int free();
  }

  private int ids;

  Answer answer(int stock, int mostHops) {
    return answer(Answer.class, ChoreographedStep.class, stock, mostHops);
  }

  private Event event(Type type, String order, int quantity) {
    return new Event("e" + ids++, type, order, quantity, 0);
  }

  /** What is published because of this event: nothing, or one event of this type. */
  private static void publishes(Answer step, Event cause, Type type, int free) {
    List<Event> published = step.on(cause);
    assertThat(published)
        .as("published because of %s", cause)
        .extracting(Event::type)
        .isEqualTo(type == null ? List.of() : List.of(type));
    assertThat(step.free()).as("free pieces after %s", cause).isEqualTo(free);
    for (Event event : published) {
      assertThat(event.order()).as("the order of %s", event).isEqualTo(cause.order());
      assertThat(event.quantity()).as("the quantity of %s", event).isEqualTo(cause.quantity());
      assertThat(event.hops()).as("hops of %s: one more", event).isEqualTo(cause.hops() + 1);
    }
  }

  @Test
  @Order(1)
  void aPlacedOrderReservesWhatIsThere() {
    Answer step = answer(5, MOST_HOPS);
    publishes(step, event(Type.ORDER_PLACED, "o1", 3), Type.STOCK_RESERVED, 2);
    publishes(step, event(Type.ORDER_PLACED, "o2", 3), Type.STOCK_REFUSED, 2);
    publishes(step, event(Type.ORDER_PLACED, "o3", 2), Type.STOCK_RESERVED, 0);
    publishes(step, event(Type.ORDER_PLACED, "o4", 1), Type.STOCK_REFUSED, 0);
  }

  @Test
  @Order(2)
  void aFailedOrdersPiecesAreFreeAgain() {
    for (Type failure : new Type[] {Type.PAYMENT_REFUSED, Type.ORDER_CANCELLED}) {
      Answer step = answer(5, MOST_HOPS);
      step.on(event(Type.ORDER_PLACED, "o1", 3));
      step.on(event(Type.ORDER_PLACED, "o2", 1));
      publishes(step, event(failure, "o1", 3), Type.STOCK_RELEASED, 4);
      publishes(step, event(Type.ORDER_PLACED, "o3", 4), Type.STOCK_RESERVED, 0);
      publishes(step, event(failure, "o3", 1), Type.STOCK_RELEASED, 4); // of its cause's quantity
    }
  }

  @Test
  @Order(3)
  void whatFailsTwiceGivesItsPiecesBackOnce() {
    Answer step = answer(5, MOST_HOPS);
    step.on(event(Type.ORDER_PLACED, "o1", 3));
    publishes(step, event(Type.PAYMENT_REFUSED, "o1", 3), Type.STOCK_RELEASED, 5);
    publishes(step, event(Type.ORDER_CANCELLED, "o1", 3), null, 5);
    publishes(step, event(Type.PAYMENT_REFUSED, "o1", 3), null, 5);
  }

  @Test
  @Order(4)
  void aRefusedOrderHasNothingToGiveBack() {
    Answer step = answer(5, MOST_HOPS);
    step.on(event(Type.ORDER_PLACED, "o1", 6));
    publishes(step, event(Type.ORDER_CANCELLED, "o1", 6), null, 5);
  }

  @Test
  @Order(5)
  void theSameEventAgainIsNothing() {
    Answer step = answer(5, MOST_HOPS);
    Event placed = event(Type.ORDER_PLACED, "o1", 2);
    publishes(step, placed, Type.STOCK_RESERVED, 3);
    publishes(step, placed, null, 3);
    publishes(step, event(Type.ORDER_PLACED, "o1", 2), null, 3);
    Event refused = event(Type.PAYMENT_REFUSED, "o1", 2);
    publishes(step, refused, Type.STOCK_RELEASED, 5);
    publishes(step, refused, null, 5);
    publishes(step, placed, null, 5);
    publishes(step, event(Type.ORDER_PLACED, "o1", 2), null, 5);
    Event tooMany = event(Type.ORDER_PLACED, "o2", 9);
    publishes(step, tooMany, Type.STOCK_REFUSED, 5);
    publishes(step, tooMany, null, 5);
    publishes(step, event(Type.ORDER_PLACED, "o2", 1), null, 5);
  }

  @Test
  @Order(6)
  void aFailureThatOvertookItsOrderCounts() {
    for (Type failure : new Type[] {Type.PAYMENT_REFUSED, Type.ORDER_CANCELLED}) {
      Answer step = answer(5, MOST_HOPS);
      publishes(step, event(failure, "o1", 3), null, 5);
      publishes(step, event(Type.ORDER_PLACED, "o2", 1), Type.STOCK_RESERVED, 4);
      publishes(step, event(Type.ORDER_PLACED, "o1", 3), Type.STOCK_REFUSED, 4);
      publishes(step, event(failure, "o1", 3), null, 4);
    }
  }

  @Test
  @Order(7)
  void ourOwnEventsDoNothing() {
    Answer step = answer(5, MOST_HOPS);
    step.on(event(Type.ORDER_PLACED, "o1", 3));
    for (Type own : Type.values()) {
      if (own.ordinal() >= Type.STOCK_RESERVED.ordinal()) {
        publishes(step, event(own, "o1", 3), null, 2);
        publishes(step, new Event("far " + own, own, "o9", 1, MOST_HOPS), null, 2);
      }
    }
    publishes(step, event(Type.ORDER_PLACED, "o9", 1), Type.STOCK_RESERVED, 1);
  }

  @Test
  @Order(8)
  void aCircleEnds() {
    for (int most : new int[] {MOST_HOPS, 1}) {
      Answer step = answer(5, most);
      Event last = new Event("last", Type.ORDER_PLACED, "o1", 1, most - 1);
      publishes(step, last, Type.STOCK_RESERVED, 4);
      Event far = new Event("far", Type.ORDER_PLACED, "o2", 1, most);
      publishes(step, far, Type.GAVE_UP, 4);
      publishes(step, far, null, 4);
      publishes(step, new Event("back", Type.ORDER_CANCELLED, "o1", 1, most), Type.GAVE_UP, 4);
      publishes(step, new Event("x", Type.PAYMENT_REFUSED, "o3", 1, most + 5), Type.GAVE_UP, 4);
      publishes(step, event(Type.ORDER_PLACED, "o3", 2), Type.STOCK_RESERVED, 2);
      publishes(step, event(Type.ORDER_PLACED, "o2", 1), Type.STOCK_RESERVED, 1);
    }
  }

  /** A crash after the outbox was read: the step runs once more, somewhere else. */
  @Test
  @Order(9)
  void anAnswersIdIsMadeOfItsCauses() {
    Set<String> given = new HashSet<>();
    Answer step = answer(1_000, MOST_HOPS);
    for (int i = 0; i < 100; i++) {
      Event cause = event(Type.ORDER_PLACED, "o" + i, 1);
      String id = step.on(cause).get(0).id();
      assertThat(answer(7, MOST_HOPS).on(cause).get(0).id())
          .as("the id of the answer to %s, when it is handled once more", cause)
          .isEqualTo(id);
      assertThat(given.add(id)).as("%s is an id of its own", id).isTrue();
      assertThat(given.add(cause.id())).as("%s is the cause's, not ours to give", id).isTrue();
    }
    String again = step.on(event(Type.ORDER_CANCELLED, "o1", 1)).get(0).id();
    assertThat(given.add(again)).as("another answer about the same order: %s", again).isTrue();
  }

  /**
   * Many orders, each with one failure or none, twice or late: pieces neither appear nor vanish.
   */
  @Test
  @Order(10)
  void inWhateverOrderTheyComeNoPieceIsLost() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Event> events = new ArrayList<>();
      for (int order = 0; order < 8; order++) {
        int quantity = 1 + random.nextInt(3);
        events.add(event(Type.ORDER_PLACED, "o" + order, quantity));
        events.add(event(Type.ORDER_CANCELLED, "o" + order, quantity));
        events.add(event(Type.PAYMENT_REFUSED, "o" + order, quantity));
      }
      events.addAll(List.copyOf(events));
      java.util.Collections.shuffle(events, random);
      Answer step = answer(7, MOST_HOPS);
      int open = 0;
      for (Event event : events) {
        for (Event answer : step.on(event)) {
          open += answer.type() == Type.STOCK_RESERVED ? 1 : 0;
          open -= answer.type() == Type.STOCK_RELEASED ? 1 : 0;
        }
        assertThat(step.free()).as("free pieces of 7, after %s", event).isBetween(0, 7);
      }
      assertThat(step.free()).as("free pieces of 7, after all orders failed").isEqualTo(7);
      assertThat(open).as("orders that were told of pieces and never of their release").isZero();
    }
  }

  @Test
  @Order(11)
  void causesThatLookAlikeHaveTheirOwnAnswers() {
    Answer step = answer(9, MOST_HOPS);
    Set<String> ids = new HashSet<>();
    for (String id : List.of("Aa", "BB", "aa", "AA", "a a", "a:a")) { // the first two hash alike
      List<Event> published = step.on(new Event(id, Type.ORDER_PLACED, "o" + id, 1, 0));
      published.forEach(event -> ids.add(event.id()));
    }
    assertThat(ids).as("ids of six answers to six causes").hasSize(6);
  }
}
