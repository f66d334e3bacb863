package scalebook.caching.lessons;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.nodes.Choice;
import scalebook.caching.nodes.Membership;
import scalebook.caching.stage.nodes.Losses;
import scalebook.caching.stage.nodes.Places;
import scalebook.engines.process.Platform;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Four caches that know nothing of each other: the client chooses. What does the loss of one cost?
 *
 * <p>Modulo n, nearly all keys get another node; on a ring, only those of the lost one. A node that
 * comes back with its old entries brings ghosts along.
 *
 * <pre>./book client-side-hashing --keys 5000</pre>
 */
@Command(
    name = "client-side-hashing",
    description = "the client chooses one of four caches: what if one is lost?")
@Idea(
    value = {Choice.class, Membership.class},
    method = "Membership.counts",
    test = "nodes.NodesTest")
@Without(name = "ring", what = "points on a ring", falls = Lesson7ClientSideHashing.RING)
@Without(
    name = "single-flight",
    what = "one caller queries for all",
    falls = Lesson7ClientSideHashing.FLIGHT)
@Without(
    name = "flush",
    what = "a node is emptied before it counts again",
    falls = Lesson7ClientSideHashing.FLUSHED)
@Without(
    name = "epoch",
    what = "each entry says in which epoch it was set",
    falls = Lesson7ClientSideHashing.EPOCH)
public final class Lesson7ClientSideHashing extends Lesson {
  static final String RING = "on a ring about one key in four is missing";
  static final String FLIGHT = "single flight leaves one query for each missing key";
  static final String FLUSHED = "a node that is flushed on its return brings no ghosts";
  static final String EPOCH = "with an epoch in each entry no read is stale";
  private static final int POINTS = 100;
  private static final double NEAR = 0.06;

  @Option(names = "--keys", description = "keys in the caches (default: ${DEFAULT-VALUE})")
  private Size keys = size(1_200, 400);

  @Option(names = "--redis", description = "on Redis, also where memcached is installed")
  private boolean redis;

  @Override
  protected void tell(Story story) throws Exception {
    Optional<Path> memcached = redis ? Optional.empty() : Platform.find("memcached");
    try (Places places = Places.open(lab(), memcached)) {
      int count = keys.get();
      story.question("%,d keys in 4 × %s. One is lost: how many queries?", count, places.kind());
      Losses losses = new Losses(places, count);
      deaths(story, losses);
      ghosts(story, losses);
    }
  }

  private void deaths(Story story, Losses losses) throws Exception {
    Function<List<String>, Choice> ring = nodes -> Choice.ring(nodes, POINTS);
    boolean one = with("single-flight");
    Losses.Death modulo = losses.death(Choice::modulo, one);
    Losses.Death onRing = losses.death(with("ring") ? ring : Choice::modulo, one);
    Story.Table table = story.table("choice", "missing %", "queries", "hottest node %");
    table.row("modulo n", 100 * modulo.missing(), modulo.queries(), 100 * modulo.hottest());
    table.row("ring", 100 * onRing.missing(), onRing.queries(), 100 * onRing.hottest());
    double missesModulo = story.figure("missesModulo", modulo.missing());
    double missesRing = story.figure("missesRing", onRing.missing());
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("modulo n", 100 * missesModulo);
    bars.put("ring", 100 * missesRing);
    story.bars("Keys that are missing after one of four is lost", "choice", "%", bars);
    int nodes = Places.NAMES.size();
    story.control(
        "modulo n about three keys in four are missing",
        Math.abs(missesModulo - (nodes - 1.0) / nodes) < NEAR);
    story.claim(RING, Math.abs(missesRing - 1.0 / nodes) < NEAR);
    story.claim(
        FLIGHT,
        modulo.queries() == Math.round(modulo.missing() * keys.get())
            && onRing.queries() == Math.round(onRing.missing() * keys.get()));
  }

  private void ghosts(Story story, Losses losses) throws Exception {
    Losses.Ghosts naive = losses.ghosts(false, false);
    Losses.Ghosts flushed = losses.ghosts(with("flush"), false);
    Losses.Ghosts epoch = losses.ghosts(false, with("epoch"));
    Story.Table table = story.table("stale reads", "returned", "lost again");
    table.row("as it was", naive.afterReturn(), naive.afterSecondLoss());
    table.row("flushed on its return", flushed.afterReturn(), flushed.afterSecondLoss());
    table.row("epoch in each entry", epoch.afterReturn(), epoch.afterSecondLoss());
    story.figure("staleAfterReturnNaive", naive.afterReturn());
    double stale = epoch.afterReturn() + epoch.afterSecondLoss();
    story.control("a node that returns as it was serves ghosts", naive.afterReturn() > 0);
    story.claim(FLUSHED, flushed.afterReturn() == 0);
    story.claim(EPOCH, story.figure("staleAfterReturn", stale) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson7ClientSideHashing(), args);
  }
}
