package scalebook.partitioning.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.lab.fault.Crash;

@ExtendWith(WithLab.class)
class RelayTest {
  private CustomerIndex index;
  private IndexedOrders orders;
  private Relay relay;

  private void create(MySql database, boolean journals, boolean versions, Crash crash)
      throws Exception {
    index = new CustomerIndex(List.of(database.dataSource()), customer -> 0, versions);
    orders = new IndexedOrders(List.of(database.dataSource()), index, journals, crash);
    relay = new Relay(orders, index);
    orders.create();
    index.create();
  }

  @Test
  void anOrderIsListedAfterAPassAndGoesAfterAnother(MySql database) throws Exception {
    create(database, true, true, Crash.NEVER);
    orders.insert(7, "ben");
    assertThat(index.orders("ben")).as("before a pass").isEmpty();
    relay.pass();
    assertThat(index.orders("ben")).containsExactly(7L);
    orders.delete(7, "ben");
    relay.pass();
    assertThat(index.orders("ben")).isEmpty();
    assertThat(relay.read().changes().values()).as("the journal is empty").allMatch(List::isEmpty);
    assertThat(relay.passes()).isEqualTo(2);
  }

  @Test
  void aRelayThatWakesUpLateBringsNothingBack(MySql database) throws Exception {
    assertThat(listedAfterALateRelay(database, true)).isFalse();
    assertThat(listedAfterALateRelay(database, false)).as("without versions").isTrue();
  }

  private boolean listedAfterALateRelay(MySql database, boolean versions) throws Exception {
    create(database, true, versions, Crash.NEVER);
    orders.insert(7, "ben");
    Relay.Batch old = new Relay(orders, index).read();
    orders.delete(7, "ben");
    relay.pass();
    relay.apply(old);
    return index.orders("ben").contains(7L);
  }

  /** Its number was given before that of others, and it commits after them. */
  @Test
  void aChangeThatCommitsLateIsNotSkipped(MySql database) throws Exception {
    create(database, true, true, Crash.NEVER);
    try (Connection slow = database.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(
          "INSERT INTO journal (id, customer, version, deleted) VALUES (1, 'ben', 1, FALSE)");
      orders.insert(2, "ben");
      relay.pass();
      slow.commit();
    }
    relay.pass();
    assertThat(index.orders("ben")).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aClientThatDiesAfterItsCommitHasToldTheJournal(MySql database) throws Exception {
    assertThat(listedAfterADeath(database, true)).isTrue();
    assertThat(listedAfterADeath(database, false)).as("two writes").isFalse();
  }

  private boolean listedAfterADeath(MySql database, boolean journals) throws Exception {
    Crash dies = Crash.when("after-commit", () -> fail());
    create(database, journals, true, dies);
    assertThatThrownBy(() -> orders.insert(7, "ben")).isInstanceOf(IllegalStateException.class);
    relay.pass();
    assertThat(orders.orders("ben")).as("it is committed").containsExactly(7L);
    return index.orders("ben").contains(7L);
  }

  private static void fail() {
    throw new IllegalStateException("the client is gone");
  }
}
