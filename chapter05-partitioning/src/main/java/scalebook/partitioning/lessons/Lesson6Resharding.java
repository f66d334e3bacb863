package scalebook.partitioning.lessons;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.Safeguard;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.Patience;
import scalebook.partitioning.stage.Audit;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.Reshard;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;

/**
 * A fifth shard comes while clients read and write, then a sixth, while movers die. Who notices?
 *
 * <pre>./book resharding --without fence</pre>
 */
@Command(
    name = "resharding",
    description = "a fifth shard comes under load, and the mover is killed at every step")
@Idea(value = Mover.class, test = "resharding.ReshardingTest")
@Without(
    name = "fence",
    what = "slots take no writes between the last copied change and the new map",
    falls = {Lesson6Resharding.LINEAR, Lesson6Resharding.LOST})
@Without(
    name = "owner-check",
    what = "a shard refuses calls for slots that it does not own",
    falls = {Lesson6Resharding.LINEAR, Lesson6Resharding.LOST, Lesson6Resharding.ONCE})
@Without(
    name = "term",
    what = "databases refuse a mover that another one has replaced",
    falls = {Lesson6Resharding.LATE, Lesson6Resharding.LINEAR})
@Without(
    name = "notes",
    what = "the source notes what changes during the copy",
    falls = Lesson6Resharding.ENDS)
@Without(
    name = "checksum",
    what = "both sides are compared before the map changes",
    falls = Lesson6Resharding.DIFFERS)
@Without(
    name = "copy-first",
    what = "rows are copied before the fence, not behind it",
    falls = Lesson6Resharding.FEW)
@Without(
    name = "retry",
    what = "a refused client reads the new map and asks again",
    falls = Lesson6Resharding.ERRORS)
@Mine(value = "MovePlan", as = "the plan of each move")
public final class Lesson6Resharding extends Lesson {
  static final String FEW = "writers wait for less than a tenth of the copying";
  static final String ENDS = "both moves end, although movers die";
  static final String DIFFERS = "a copy that differs never becomes the owner";
  static final String LATE = "a mover that wakes up late is refused";
  static final String ERRORS = "no client gets an error";
  static final String LINEAR = "the history of every order is linearizable";
  static final String LOST = "no acknowledged write is lost";
  static final String ONCE = "every order is stored once, by its owner";
  private static final int CLIENTS = 8;
  private static final int BEFORE = 4;
  private static final String QUICK = "after-fence before-decision"; // ① a mover dies at each
  private static final String ALL = QUICK + " after-switched after-deleting";

  @Option(names = "--orders", description = "orders to begin with (default: ${DEFAULT-VALUE})")
  private Size orders = size(6_000, 2_000);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("%,d orders move under %d clients. What do they see?", orders.get(), CLIENTS);
    List<Order> there = OrderStore.orders(orders.get());
    Audit audit = new Audit();
    Set<Safeguard> all = Safeguard.which(s -> s.equals("lease-wait") || with(s));
    try (OrderStore store = OrderStore.create(lab(), BEFORE + 2, BEFORE)) {
      store.fill(there);
      Places places = with("owner-check") ? store.places() : store.places().careless();
      Patience patience = with("retry") ? Patience.ofOne() : Patience.none();
      story.claim(DIFFERS, !Reshard.switchesToADamagedCopy(store, BEFORE, all));
      try (Clients clients =
          new Clients(() -> new ClientLibrary(places, patience), audit, there, CLIENTS)) {
        Reshard reshard = new Reshard(story, store, clients, there, all, own());
        reshard.withOneMover(BEFORE + 1); // ② clients with the old map come at bad moments
        List<String> deaths = List.of((quick ? QUICK : ALL).split(" "));
        boolean refused = reshard.withManyMovers(lab(), BEFORE + 2, deaths);
        story.claim(FEW, story.figure("rowsUnderFence") < story.figure("rowsBrought") / 10);
        story.claim(LATE, refused);
        story.claim(ENDS, reshard.ended());
        double errors = clients.stop().failedCount() + reshard.lateErrors();
        story.claim(ERRORS, story.figure("clientErrors", errors) == 0);
        story.figure("wrongReads", clients.wrongReads());
      }
      verdict(story, audit.check(store.places()));
    }
  }

  /** ③ Could one database have answered each call on an order so, one after another? */
  private static void verdict(Story story, Audit.Finding finding) {
    finding.violation().stream()
        .flatMap(violation -> violation.toString().lines().limit(4))
        .forEach(line -> story.note("%s", line));
    story.claim(LINEAR, finding.violation().isEmpty());
    story.claim(LOST, story.figure("lost", finding.lost()) == 0);
    story.claim(ONCE, story.figure("duplicated", finding.duplicated() + finding.stray()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson6Resharding(), args);
  }
}
