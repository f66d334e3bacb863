package scalebook.transactions.stage;

import scalebook.engines.Endpoints;
import scalebook.lab.Own;
import scalebook.transactions.outbox.Carrier;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.shop.Progress;

/** Orders by the outbox, with the rounds that a reader wrote for exercise OutboxRelay, if any. */
final class OwnRelay {
  private OwnRelay() {}

  static OutboxOrders orders(Endpoints endpoints, OutboxOrders.Way way, Progress progress) {
    Own own = Own.handedDown();
    return new OutboxOrders(endpoints, way, own.made("OutboxRelay", Carrier.class), progress);
  }
}
