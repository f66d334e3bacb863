package scalebook.partitioning.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.MySql;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.stage.vertical.MigrationTrial;
import scalebook.partitioning.stage.vertical.ShopTrial;
import scalebook.partitioning.vertical.MovingOrders;
import scalebook.partitioning.vertical.Services;

/**
 * Customers, orders and stock leave one schema: what did it do for the shop, and who does it now?
 *
 * <pre>./book vertical --without keeps-newer</pre>
 */
@Command(
    name = "vertical",
    description = "one database per service: who joins now, and who checks?")
@Idea(
    value = {Services.class, MovingOrders.class},
    test = "vertical.MovingOrdersTest")
@Without(
    name = "batch",
    what = "a page asks for all its customers in one query",
    falls = Lesson7Vertical.TWO)
@Without(
    name = "follow",
    what = "the reports' copy follows new orders",
    falls = Lesson7Vertical.SAME)
@Without(
    name = "orders-first",
    what = "the audit reads orders before customers",
    falls = Lesson7Vertical.AUDIT)
@Without(
    name = "dual-read",
    what = "a read that finds nothing in the new database asks the old one",
    falls = Lesson7Vertical.READS)
@Without(
    name = "wait",
    what = "the move waits until no client writes to the old database",
    falls = Lesson7Vertical.LOST)
@Without(
    name = "keeps-newer",
    what = "the backfill leaves rows alone that are there already",
    falls = Lesson7Vertical.LOST)
public final class Lesson7Vertical extends Lesson {
  static final String TWO = "a batched join costs two queries for each page";
  static final String SAME = "one schema and three services give the same answers";
  static final String AUDIT = "an audit finds the orphans and nothing else";
  static final String READS = "no read misses an order on its way";
  static final String LOST = "the move loses no acknowledged write";
  private static final List<String> NAMES =
      List.of("shop", "customers", "orders", "stock", "reports");

  @Option(names = "--questions", description = "asked of both (default: ${DEFAULT-VALUE})")
  private Size questions = size(1_000, 200);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Customers, orders, stock: a database each. Who joins, who checks, who counts?");
    List<DataSource> all = lab().mysqls(NAMES, List.of()).stream().map(MySql::dataSource).toList();
    ShopTrial trial = new ShopTrial(all, with("batch"), with("follow"));
    trial.fill(either(600, 300));
    pages(story, trial);
    int different = trial.differences(questions.get());
    story.claim(SAME, story.figure("different", different) == 0);
    references(story, trial);
    move(story, trial);
  }

  /** ① The join that the database did. */
  private static void pages(Story story, ShopTrial trial) throws Exception {
    Map<String, Double> queries = new LinkedHashMap<>();
    queries.put("one schema, a join", 1.0);
    queries.put("services, one by one", story.figure("queriesNaive", trial.naiveQueries()));
    queries.put("services, batched", story.figure("queriesBatched", trial.batchedQueries()));
    Story.Table table = story.table("a page of 10 orders", "queries");
    queries.forEach((way, count) -> table.row(way, count.longValue()));
    story.bars("a page of 10 orders with their customers", "way", "queries", queries);
    boolean naive = story.figure("queriesNaive") == ShopTrial.PAGE + 1;
    story.control("a naive join costs one query more for each order", naive);
    story.claim(TWO, story.figure("queriesBatched") == 2);
  }

  /** ② The references that it kept true, and the transaction over both. */
  private void references(Story story, ShopTrial trial) throws Exception {
    long[] half = trial.halfDone(5);
    story.figure("halfDone", half[1]);
    story.control("a crash takes stock without an order", half[0] == 0 && half[1] == 5);
    ShopTrial.Orphans orphans = trial.orphans(with("orders-first"));
    boolean appear = orphans.refused() && story.figure("orphans", orphans.all().size()) > 0;
    story.control("without a foreign key orders lose their customer", appear);
    story.claim(AUDIT, orphans.found().equals(orphans.all()));
  }

  /** ③ The move itself, under load. */
  private void move(Story story, ShopTrial trial) throws Exception {
    trial.fill(either(1_000, 400));
    MigrationTrial.Outcome seen =
        trial.migrate(new MovingOrders.Care(with("wait"), with("dual-read"), with("keeps-newer")));
    story.note(
        "the orders move under %,d calls: %d orders missed, %d changes lost",
        seen.calls(), seen.missed(), seen.lost());
    story.claim(READS, story.figure("missed", seen.missed()) == 0);
    story.claim(LOST, story.figure("lost", seen.lost()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson7Vertical(), args);
  }
}
