package scalebook.transactions.stage;

import scalebook.engines.Endpoints;
import scalebook.transactions.choreography.ChoreographedOrders;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.shop.NaiveOrders;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.twophase.DecisionLog;
import scalebook.transactions.twophase.TwoPhaseOrders;

/** The ways to place an order. */
public enum Protocol {
  NAIVE("naive"),
  TWO_PHASE("2pc"),
  SAGA("saga"),
  OUTBOX("outbox"),
  CHOREOGRAPHY("choreography");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** As it is written on a command line. */
  public static Protocol of(String text) {
    for (Protocol protocol : values()) {
      if (protocol.text.equals(text)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no protocol '" + text + "': 2pc or saga");
  }

  @Override
  public String toString() {
    return text;
  }

  /** What each of them does, and could leave out. */
  public record Settings(
      TwoPhaseOrders.Settings twoPhase,
      SagaOrders.Settings saga,
      OutboxOrders.Way outbox,
      ChoreographedOrders.Settings choreography) {
    public static final Settings ALL =
        new Settings(
            TwoPhaseOrders.Settings.ALL,
            SagaOrders.Settings.ALL,
            OutboxOrders.Way.OUTBOX,
            ChoreographedOrders.Settings.ALL);

    public static Settings of(TwoPhaseOrders.Settings twoPhase) {
      return new Settings(twoPhase, ALL.saga, ALL.outbox, ALL.choreography);
    }

    public static Settings of(SagaOrders.Settings saga) {
      return new Settings(ALL.twoPhase, saga, ALL.outbox, ALL.choreography);
    }

    public static Settings of(OutboxOrders.Way outbox) {
      return new Settings(ALL.twoPhase, ALL.saga, outbox, ALL.choreography);
    }

    public static Settings of(ChoreographedOrders.Settings choreography) {
      return new Settings(ALL.twoPhase, ALL.saga, ALL.outbox, choreography);
    }
  }

  /** {@code log} is where it keeps its decisions, if it makes any. */
  Orders open(Endpoints endpoints, DecisionLog log, Settings settings, Progress progress) {
    return switch (this) {
      case NAIVE -> new NaiveOrders(endpoints, progress);
      case TWO_PHASE ->
          new TwoPhaseOrders(Invariant.COORDINATOR, endpoints, log, settings.twoPhase, progress);
      case SAGA -> new SagaOrders(endpoints, settings.saga, progress);
      case OUTBOX -> OwnRelay.orders(endpoints, settings.outbox, progress);
      case CHOREOGRAPHY -> new ChoreographedOrders(endpoints, settings.choreography, progress);
    };
  }
}
