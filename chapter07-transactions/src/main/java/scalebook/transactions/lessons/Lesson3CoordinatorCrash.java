package scalebook.transactions.lessons;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.service.RunningShop;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

/**
 * The coordinator dies between the promise and the decision: the databases may not decide, and must
 * keep their locks until somebody tells them.
 *
 * <pre>./book coordinator-crash</pre>
 */
@Command(
    name = "coordinator-crash",
    description = "it dies at every step; what is in doubt blocks others until it is back")
public final class Lesson3CoordinatorCrash extends Lesson {
  private static final List<String> PLACES =
      List.of(
          "after-work#5",
          "after-a-prepare#5",
          "after-prepare#5",
          "after-decision#5",
          "after-a-commit#5",
          "after-commit#5",
          "after-prepare#3",
          "after-a-recovered-branch");

  private static final List<String> FEW = List.of("after-prepare#5", "after-decision#5");

  @Option(
      names = "--away",
      description = "how long it stays away, in ms (default: 1500, quick 700)")
  private int away;

  private RunningShop.Promises promises;

  @Override
  protected void tell(Story story) throws Exception {
    away = away > 0 ? away : either(1_500, 700);
    story.question("The coordinator dies. What do three databases do that have promised?");
    try (ShopDatabases databases = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      String stranger = prepareAsStranger(databases);
      blocked(story, databases);

      story.step("the coordinator dies at every step, then a database does");
      Faults faults = new Faults(lab(), databases, Protocol.TWO_PHASE);
      List<Faults.Outcome> outcomes = new ArrayList<>(faults.halts(quick ? FEW : PLACES));
      outcomes.addAll(faults.strikes(FEW, Faults.Kind.KILL));
      long violations = FaultTable.tell(story, outcomes);
      long inDoubt = outcomes.stream().mapToLong(outcome -> outcome.finding().inDoubt()).sum();
      story.figure("crashPoints", outcomes.size());
      story.figure("inDoubt", inDoubt);
      story.figure("violations", violations);
      story.claim(
          "every crash happened, and after recovery no order is half done",
          FaultTable.allHappened(outcomes) && violations == 0);
      story.claim("nothing is in doubt any more", inDoubt == 0);
      story.claim(
          "another coordinator's branch was left alone",
          databases.invariant().inDoubt(Part.SHIPMENT).contains(stranger));
      forgetStranger(databases);
    }
  }

  /** Another coordinator of our kind has promised something in the same database, and is away. */
  private static String prepareAsStranger(ShopDatabases databases) throws SQLException {
    try (Connection connection = databases.server(Part.SHIPMENT).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("XA START 'stranger:1', 'shipment', 1396853559");
      statement.execute("INSERT INTO shipments (order_id, quantity) VALUES (-1, 1)");
      statement.execute("XA END 'stranger:1', 'shipment', 1396853559");
      statement.execute("XA PREPARE 'stranger:1', 'shipment', 1396853559");
    }
    return "stranger:1shipment";
  }

  private static void forgetStranger(ShopDatabases databases) throws SQLException {
    try (Connection connection = databases.server(Part.SHIPMENT).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("XA ROLLBACK 'stranger:1', 'shipment', 1396853559");
    }
  }

  /** ① One coordinator dies after the promises; somebody wants a row that one of them locks. */
  private void blocked(Story story, ShopDatabases databases) throws Exception {
    story.step("it dies when all have promised, and stays away for %d ms", away);
    promises = new RunningShop.Promises();
    Faults faults = new Faults(lab(), databases, Protocol.TWO_PHASE);
    try (RunningShop first = faults.shop("after-prepare#5", promises)) {
      first.recovered();
      first.orders(1_000_000, 100, 4, 0);
      first.awaitEnd();
    }
    int inDoubt = databases.invariant().check().inDoubt();
    story.event("databases", "%d branches are in doubt, and hold their locks", inDoubt);
    long start = System.nanoTime();
    ExecutorService one = Tasks.executor();
    Future<Long> blocked = one.submit(() -> touchEveryItem(databases, start));
    Thread.sleep(away); // the coordinator is away
    boolean waitedAllTheTime = !blocked.isDone();
    try (RunningShop second = faults.shop("never", promises)) {
      long recovered = second.recovered();
      story.event("coordinator", "is back, and has recovered after %d ms", recovered);
      long millis = await(blocked);
      story.event("another customer", "waited %d ms for a row", millis);
      story.figure("blockedMillis", millis);
      story.claim(
          "what is in doubt blocks others as long as the coordinator is away",
          inDoubt > 0 && waitedAllTheTime && millis >= away);
      story.claim(
          "recovery ends the doubt and releases the locks",
          databases.invariant().check().inDoubt() == 0);
    } finally {
      one.shutdownNow();
    }
  }

  private static long await(Future<Long> blocked) throws Exception {
    try {
      return blocked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the other customer gave up", e.getCause());
    }
  }

  /** Wants every row of the stock; returns how long that took. */
  private static long touchEveryItem(ShopDatabases databases, long start) throws SQLException {
    try (Connection connection = databases.server(Part.INVENTORY).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET innodb_lock_wait_timeout = 25");
      statement.executeUpdate("UPDATE stock SET available = available + 0");
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  public static void main(String[] args) {
    run(new Lesson3CoordinatorCrash(), args);
  }
}
