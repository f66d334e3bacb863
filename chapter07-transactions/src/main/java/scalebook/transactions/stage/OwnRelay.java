package scalebook.transactions.stage;

import java.net.URI;
import scalebook.engines.Endpoints;
import scalebook.lab.Own;
import scalebook.transactions.log.LogEngine;
import scalebook.transactions.outbox.Carrier;
import scalebook.transactions.outbox.Events;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.shop.Progress;

/** Orders by the outbox, with the rounds that a reader wrote for exercise OutboxRelay, if any. */
final class OwnRelay {
  private OwnRelay() {}

  static OutboxOrders orders(Endpoints endpoints, OutboxOrders.Way way, Progress progress) {
    Own own = Own.handedDown();
    return new OutboxOrders(
        endpoints, way, own.made("OutboxRelay", Carrier.class), stream(endpoints), progress);
  }

  private static Events stream(Endpoints endpoints) {
    URI url = URI.create(endpoints.url(OutboxOrders.STREAM));
    return url.getScheme().equals("kafka")
        ? LogEngine.kafka(OwnRelay.class.getClassLoader())
            .events(url.getAuthority(), url.getPath().substring(1))
        : OutboxOrders.redis(endpoints);
  }
}
