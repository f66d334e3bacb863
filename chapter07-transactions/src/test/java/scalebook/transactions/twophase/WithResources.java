package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Invariant;
import scalebook.transactions.stage.ShopDatabases;

/** Three databases that promise, and a log; nothing may stay in doubt. */
@Timeout(60)
@ExtendWith(WithLab.class)
abstract class WithResources {
  static final Duration SOON = Duration.ofSeconds(10);
  static final Order ORDER = Buyers.SENSIBLE.order(1);

  @TempDir Path folder;
  final List<XaResource> resources = new ArrayList<>();
  ShopDatabases databases;
  DecisionLog log;
  private final Lab lab;

  WithResources(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab);
    for (Part part : Part.values()) {
      resources.add(new XaResource(part.database(), databases.endpoints()));
    }
    log = DecisionLog.open(folder.resolve("log"));
  }

  @AfterEach
  void close() throws SQLException {
    resources.forEach(XaResource::close);
    log.close();
    databases.close();
    for (Part part : Part.values()) {
      assertThat(databases.invariant().inDoubt(part)).as("left in doubt by the test").isEmpty();
    }
  }

  Coordinator coordinator(Progress progress) {
    return new Coordinator(Invariant.COORDINATOR, log, resources, progress);
  }

  void place(Transaction transaction, Order order) throws Exception {
    for (Part part : Part.values()) {
      part.act(transaction.write(resources.get(part.ordinal())), order);
    }
    transaction.commit();
  }

  long rows(Part part, String table) throws SQLException {
    return databases.number(part, "SELECT COUNT(*) FROM " + table);
  }

  /** When the work comes to this place. */
  static Progress when(String place, Runnable then) {
    return Crash.when(place, then)::at;
  }
}
