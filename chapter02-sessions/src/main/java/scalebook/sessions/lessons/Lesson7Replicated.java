package scalebook.sessions.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.copies.Copy;
import scalebook.sessions.stage.CopyCosts;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.store.ReplicatedSessions;

/**
 * The clones copy sessions to one another: then none of them is needed, and no store is.
 *
 * <p>Copied to all, each log-in costs traffic and memory at every clone; copied to one buddy, it
 * costs two copies, whatever n. A copy that leaves after the answer is lost with its clone. And a
 * copy that overwrites undoes what another clone wrote meanwhile; one that merges does not.
 *
 * <pre>./book replicated --users 600</pre>
 */
@Command(name = "replicated", description = "sessions copied between clones: at what cost?")
@Idea(
    value = {ReplicatedSessions.class, Copy.class},
    test = "store.ReplicatedSessionsTest")
@Without(name = "buddy", what = "copies to one clone, not to all", falls = Lesson7Replicated.TWO)
@Without(name = "wait", what = "a save waits for its copies", falls = Lesson7Replicated.SURVIVES)
@Without(name = "merge", what = "a copy is merged", falls = Lesson7Replicated.MERGED)
@Without(
    name = "catch-up",
    what = "a new clone asks for what the others have",
    falls = Lesson7Replicated.CAUGHT_UP)
public final class Lesson7Replicated extends Lesson {
  static final String TWO = "with one buddy, traffic and memory of a session stay constant";
  static final String SURVIVES = "a write that waits for its copies survives the kill";
  static final String MERGED = "merged copies keep the writes of both clones";
  static final String CAUGHT_UP = "a new clone knows every session";
  private static final int FEW = 2;
  private static final int MANY = 4;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(200, 60);

  private final Map<String, Double> bars = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d users. Clones copy the sessions: at what cost, and what is lost?", users.get());
    Store toBuddy = with("buddy") ? Store.BUDDIES : Store.REPLICATED;
    Store newcomers = with("catch-up") ? Store.REPLICATED : Store.REPLICATED_EMPTY;
    Store waiting = with("wait") ? Store.REPLICATED : Store.REPLICATED_LATER;
    Store merging = with("merge") ? Store.REPLICATED : Store.REPLICATED_OVER;
    try (Channel channel = Channel.open();
        SiteCluster site = CopyCosts.open(lab(), channel, FEW)) {
      Story.Table table =
          story.table("what", "clones", "bytes a log-in", "sessions a clone", "users that lose");
      CopyCosts costs = new CopyCosts(site, channel, users.get());
      CopyCosts.Cost few = cost(table, "to every clone", costs.of(Store.REPLICATED));
      CopyCosts.Cost fewBuddies = cost(table, "to one buddy", costs.of(toBuddy));
      int forgotten = lost(table, "two new clones come", costs.lostByGrowth(newcomers, MANY));
      CopyCosts.Cost many = cost(table, "to every clone", costs.of(Store.REPLICATED));
      CopyCosts.Cost manyBuddies = cost(table, "to one buddy", costs.of(toBuddy));
      int over =
          lost(table, "two clones write, overwrite", costs.lostByTwoTabs(Store.REPLICATED_OVER));
      int merged = lost(table, "two clones write, merge", costs.lostByTwoTabs(merging));
      int later = lost(table, "kill -9, copied later", costs.lostByKill(Store.REPLICATED_LATER, 1));
      int waited = lost(table, "kill -9, copied first", costs.lostByKill(waiting, 2));
      story.bars("Traffic of a log-in", "copied to", "bytes", bars);
      story.figure("bytesPerLogin", many.bytes());
      story.figure("entriesPerClone", many.entries());
      story.figure("lostAsync", later);
      story.figure("lostSync", waited);
      story.control(
          "copied everywhere, traffic and memory of a session grow with n",
          many.grewAs(few, (MANY - 1.0) / (FEW - 1)) && many.entries() == users.get());
      story.claim(
          TWO,
          manyBuddies.grewAs(fewBuddies, 1) && manyBuddies.entries() * MANY == 2.0 * users.get());
      story.claim(CAUGHT_UP, forgotten == 0);
      story.control("a copy that overwrites loses another clone's write", over > 0);
      story.claim(MERGED, merged == 0);
      story.control("a kill loses writes that are not yet copied", later > 0);
      story.claim(SURVIVES, waited == 0);
    }
  }

  private CopyCosts.Cost cost(Story.Table table, String what, CopyCosts.Cost cost) {
    table.row(what, cost.clones(), Math.round(cost.bytes()), Math.round(cost.entries()), "-");
    bars.put(what + ", n = " + cost.clones(), cost.bytes());
    return cost;
  }

  private static int lost(Story.Table table, String what, int lost) {
    table.row(what, MANY, "-", "-", lost);
    return lost;
  }

  public static void main(String[] args) {
    run(new Lesson7Replicated(), args);
  }
}
