package scalebook.transactions.stage;

import scalebook.engines.Endpoints;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.saga.Orchestrator;
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
  DUAL_WRITE("dual-write");

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

  Orders open(Endpoints endpoints, DecisionLog log, Progress progress) {
    return switch (this) {
      case NAIVE -> new NaiveOrders(endpoints, progress);
      case TWO_PHASE -> new TwoPhaseOrders(Invariant.COORDINATOR, endpoints, log, progress);
      case SAGA -> new SagaOrders(endpoints, Orchestrator.Limits.DEFAULT, progress);
      case OUTBOX -> new OutboxOrders(endpoints, OutboxOrders.Way.OUTBOX, progress);
      case DUAL_WRITE -> new OutboxOrders(endpoints, OutboxOrders.Way.DUAL_WRITE, progress);
    };
  }
}
