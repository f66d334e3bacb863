package scalebook.partitioning.lessons;

import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.Safeguard;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.Patience;
import scalebook.partitioning.stage.Doors;
import scalebook.partitioning.stage.OldLease;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.Ways;
import scalebook.partitioning.store.Places;

/**
 * Who knows where an order lives: the client, a router, or every node?
 *
 * <p>All three use the same versioned map, and give the same answers. They differ in how often a
 * question goes over the network. The library holds a lease on its map, and while that holds its
 * reads cost what the same row costs read by hand. And whoever has an old map is refused by the old
 * owner, reads the new map, and asks again: its caller never notices.
 *
 * <pre>./book routing --without owner-check</pre>
 */
@Command(
    name = "routing",
    description = "who knows where an order lives: client, router, or every node?")
@Idea(value = ClientLibrary.class, test = "routing.LeaseTest")
@Without(
    name = "owner-check",
    what = "a shard refuses calls for slots that it does not own",
    falls = {Lesson4Routing.RENEWED, Lesson4Routing.NEWEST})
@Without(
    name = "lease",
    what = "the library trusts its map for 200 ms",
    falls = Lesson4Routing.UNCHECKED)
@Without(
    name = "lease-wait",
    what = "a mover waits until older leases are over",
    falls = Lesson4Routing.NEWEST)
public final class Lesson4Routing extends Lesson {
  static final String RENEWED = "an old map is refused, and no caller gets a wrong answer";
  static final String UNCHECKED = "most reads under a lease need no check by the owner";
  static final String NEWEST = "a read under a lease misses no acknowledged write";
  private static final int MOVES = 5;

  @Option(names = "--reads", description = "reads each way (default: ${DEFAULT-VALUE})")
  private Size reads = size(1_200, 300);

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 2_000;

  @Override
  protected void tell(Story story) throws Exception {
    int shards = either(4, 2);
    story.question("%d shards: who finds an order's shard, and at what cost?", shards);
    try (OrderStore store = OrderStore.create(lab(), shards, shards)) {
      store.fill(OrderStore.orders(orders));
      Places places = with("owner-check") ? store.places() : store.places().careless();
      Callable<ClientLibrary> door =
          () -> new ClientLibrary(places, Patience.ofOne(), with("lease"));
      try (Doors doors = new Doors(store, lab().workspace().folder("routing"))) {
        ClientLibrary library = door.call();
        Ways ways = new Ways(store, OrderStore.orders(orders), library, doors);
        ways.compare(story, reads.get());
        // ② Only a read in a moment when the lease was not renewed in time makes the owner check.
        double unchecked = library.unchecked() / (double) reads.get();
        boolean right = ways.areRightAfterAMove(either(400, 100)); // ③ nobody is told
        double refusals = story.figure("refusals", library.refusals());
        story.note(
            "library: %.1f %% of reads unchecked under a lease, %.0f refused after a move",
            100 * story.figure("unchecked", unchecked), refusals);
        boolean renewed = library.map().epoch() == store.map().epoch();
        claimHops(story, 1 - 1.0 / shards);
        story.claim(UNCHECKED, unchecked > 0.5);
        story.claim(RENEWED, refusals > 0 && renewed && right);
        Set<Safeguard> safeguards =
            Safeguard.which(name -> !name.equals("lease-wait") || with(name));
        int missed = new OldLease(store, door, safeguards).missed(OrderStore.orders(MOVES));
        story.claim(NEWEST, story.figure("missedUnderLease", missed) == 0);
      }
    }
  }

  private void claimHops(Story story, double chance) {
    double allowed = 5 * Math.sqrt(chance * (1 - chance) / reads.get()); // ① 5 standard deviations
    story.control(
        "a library needs one hop, a router two",
        story.figure("hops.library") == 1 && story.figure("hops.router") == 2);
    story.control(
        "a random node needs two hops, or three if it forwards",
        Math.abs(story.figure("hops.any-node") - 2 - chance) <= allowed);
  }

  public static void main(String[] args) {
    run(new Lesson4Routing(), args);
  }
}
