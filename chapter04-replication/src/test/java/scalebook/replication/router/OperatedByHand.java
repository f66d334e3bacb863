package scalebook.replication.router;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.replication.stage.Heart;
import scalebook.replication.stage.Topology;

/** A router and the three databases behind it, with an operator by hand. */
@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
abstract class OperatedByHand {
  static final int CLIENTS = 8;

  Topology topology;
  Router router;
  private Heart heart;

  @BeforeAll
  void open(Lab lab) throws Exception {
    topology = Topology.open(lab, CLIENTS, 0);
    router = topology.router(1_500).patience(1_500);
    router.primary(1, "db1");
    heart = new Heart(topology, router);
    awaitRotation(2);
  }

  @AfterAll
  void close() {
    heart.close();
    router.close();
    topology.close();
  }

  void awaitRotation(int replicas) {
    Heart.awaitRotation(router, replicas);
  }

  /**
   * After a cut: a pool may hold a connection that died for a moment longer; a new epoch's holds
   * none.
   */
  void reconnect() throws Exception {
    topology.client(router.primaryName()).heal();
    long next = router.epoch() + 1;
    topology.database(router.primaryName()).promote(next, false);
    router.primary(next, router.primaryName());
  }
}
