package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.partitioning.stage.Audit;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;

/** Four shards that share all slots, a fifth that is empty, and a plan to give it its part. */
@ExtendWith(WithLab.class)
abstract class FifthShard {
  static final int SHARDS = 4;
  static final int CLIENTS = 8;
  private static final int ORDERS = 2_000;

  OrderStore store;
  final Audit audit = new Audit();
  final List<Order> there = OrderStore.orders(ORDERS);

  @BeforeEach
  void open(Lab lab) throws Exception {
    store = OrderStore.create(lab, SHARDS + 1, SHARDS);
    store.fill(there);
    mover().plan(MovePlan.add(store.map(), SHARDS + 1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  Mover mover() {
    return new Mover(store.places(), Crash.NEVER);
  }

  Mover dyingAt(String wanted) {
    return new Mover(
        store.places(),
        place -> {
          if (place.equals(wanted)) {
            throw new IllegalStateException("dies " + place);
          }
        });
  }

  void allIsWell(Clients clients, Ledger ledger) throws Exception {
    assertThat(ledger.failedCount()).as("client errors, %s", ledger).isZero();
    assertThat(ledger.acknowledgedCount()).as("calls").isGreaterThan(500);
    assertThat(clients.wrongReads()).as("reads that missed what was acknowledged").isZero();
    Audit.Finding finding = audit.check(store.places());
    assertThat(finding.violation()).as("calls that no one database answers so").isEmpty();
    assertThat(finding.lost()).as("lost, %s", finding).isZero();
    assertThat(finding.duplicated()).as("there twice, %s", finding).isZero();
    assertThat(finding.stray()).as("where they do not belong, %s", finding).isZero();
  }
}
