package scalebook.transactions.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.EventAudit;
import scalebook.transactions.stage.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class OutboxTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final Lab lab;
  private ShopDatabases databases;

  OutboxTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab).withStream(lab);
  }

  @AfterEach
  void close() {
    databases.close();
  }

  private void nothingIsWrong() throws Exception {
    for (Part part : List.of(Part.INVENTORY, Part.SHIPMENT)) {
      EventAudit audit = EventAudit.of(databases, part);
      assertThat(audit.events()).isPositive();
      assertThat(audit.lost()).as("lost events, %s", part).isZero();
      assertThat(audit.twice()).as("effects that happened twice, %s", part).isZero();
      assertThat(audit.outOfOrder()).as("effects out of order, %s", part).isZero();
    }
    assertThat(databases.invariant().check().violations()).isEmpty();
  }

  @Test
  void theStreamItselfDies() throws Exception {
    try (OutboxOrders orders =
            new OutboxOrders(databases.endpoints(), OutboxOrders.Way.OUTBOX, Progress.UNWATCHED);
        Load load =
            Load.closed(4, 400, number -> orders.place(Buyers.SENSIBLE.order(1 + number)))) {
      await().atMost(SOON).until(() -> load.ledger().acknowledgedCount() > 100);
      databases.redis().kill();
      await().atMost(SOON).until(() -> load.ledger().acknowledgedCount() > 200);
      databases.redis().start();
      Ledger ledger = load.await();
      assertThat(ledger.failedCount()).as("orders need no stream: %s", ledger).isZero();
      await().atMost(SOON).ignoreExceptions().until(orders::settled);
    }
    nothingIsWrong();
  }

  /** Two relays: one works, the other waits for its lock; then the first one's connection dies. */
  @Test
  void oneRelayWorksAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Progress counting =
        place -> {
          if (place.equals("before-publish")) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          } else if (place.equals("after-publish")) {
            inside.decrementAndGet();
          }
        };
    try (OutboxOrders first =
            new OutboxOrders(databases.endpoints(), OutboxOrders.Way.OUTBOX, counting);
        OutboxOrders second =
            new OutboxOrders(databases.endpoints(), OutboxOrders.Way.OUTBOX, counting);
        Load load = Load.closed(4, 300, n -> first.place(Buyers.SENSIBLE.order(1 + n)))) {
      load.await();
      await().atMost(SOON).until(second::settled);
    }
    assertThat(most.get()).as("relays that published at the same time").isEqualTo(1);
    nothingIsWrong();
  }

  @Test
  void anAcknowledgedEventIsForgottenInTheEnd() throws Exception {
    try (OutboxOrders orders =
        new OutboxOrders(databases.endpoints(), OutboxOrders.Way.OUTBOX, Progress.UNWATCHED)) {
      for (long id = 1; id <= 50; id++) {
        orders.place(Buyers.SENSIBLE.order(id));
      }
      await().atMost(SOON).until(orders::settled);
      EventStream stream = new EventStream(databases.redis().client());
      assertThat(stream.length()).isEqualTo(50);
      stream.trim(List.of("inventory", "shipment"));
      assertThat(stream.length())
          .as("events after a trim, all acknowledged")
          .isLessThanOrEqualTo(1);
      orders.place(Buyers.SENSIBLE.order(51));
      await().atMost(SOON).until(orders::settled);
    }
    nothingIsWrong();
  }

  /** Doubled, delayed and in the wrong order, from three channels at once. Seeded. */
  @Test
  void tenThousandMessagesTwiceLateAndInTheWrongOrder() throws Exception {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("seed " + seed + ", again with -Dscalebook.seed=" + seed);
    Random random = new Random(seed);
    int customers = 20;
    int each = 180;
    MySql server = databases.server(Part.SHIPMENT);
    AtomicInteger effects = new AtomicInteger();
    try (HikariDataSource pool = MySql.pool("inbox", server.url(), server.properties(), 4);
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
      Inbox inbox = new Inbox(pool, (unused, order) -> effects.incrementAndGet());
      List<Event> channel = new ArrayList<>();
      for (int number = 1; number <= each; number++) {
        for (int customer = 0; customer < customers; customer++) {
          Event event = new Event(number, new Order(0, customer, 0, 1, 0));
          for (int copy = 0; copy < 2 + random.nextInt(4); copy++) {
            channel.add(event);
          }
        }
      }
      for (int from = 0; from < channel.size(); from += 60) {
        Collections.shuffle(channel.subList(from, Math.min(from + 60, channel.size())), random);
      }
      AtomicInteger received = new AtomicInteger();
      List<Event> early = Collections.synchronizedList(channel);
      while (!early.isEmpty()) {
        List<Event> round = List.copyOf(early);
        early.clear();
        try (Load load =
            Load.closed(
                3,
                round.size(),
                n -> {
                  received.incrementAndGet();
                  if (inbox.receive(round.get((int) n)) == Inbox.Receipt.EARLY) {
                    early.add(round.get((int) n));
                  }
                })) {
          assertThat(load.await().failedCount()).as("%s, seed %d", load.ledger(), seed).isZero();
        }
      }
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
      assertThat(received.get()).as("messages").isGreaterThanOrEqualTo(10_000);
    }
    assertThat(effects.get()).as("effects, seed %d", seed).isEqualTo(customers * each);
    EventAudit audit = EventAudit.of(databases, Part.SHIPMENT);
    assertThat(audit.twice()).as("twice, seed %d", seed).isZero();
    assertThat(audit.outOfOrder()).as("out of order, seed %d", seed).isZero();
  }
}
