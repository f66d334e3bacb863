package scalebook.replication.lessons;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.merging.GCounter;
import scalebook.replication.merging.OrSet;
import scalebook.replication.merging.OrSet.Added;
import scalebook.replication.merging.Owners;
import scalebook.replication.stage.BothWrite;
import scalebook.replication.stage.Certification;
import scalebook.replication.stage.Merges;
import scalebook.replication.stage.Pair;

/**
 * Two databases are each a replica of the other, and both take writes while their link is down.
 * What is there afterwards? And what merges?
 *
 * <pre>./book two-primaries --rows 100</pre>
 */
@Command(
    name = "two-primaries",
    description = "both take writes: collisions, divergence, merges, owners")
@Idea(
    value = {GCounter.class, OrSet.class},
    method = "GCounter.merge",
    test = "merging.MergingTest")
@Without(
    name = "offsets",
    what = "one primary gives odd keys, the other one even keys",
    falls = Lesson7TwoPrimaries.OFFSETS)
@Without(
    name = "checksums",
    what = "chunks are compared by checksum, not by number of rows",
    falls = Lesson7TwoPrimaries.FOUND)
@Without(
    name = "owners",
    what = "each row belongs to one region, which alone changes it",
    falls = Lesson7TwoPrimaries.OWNED)
@Without(
    name = "larger",
    what = "of two counts of a node the larger one is newer",
    falls = {Lesson7TwoPrimaries.COUNTER, Lesson7TwoPrimaries.ORDERS})
@Without(
    name = "tags",
    what = "a removal takes away only the additions that it saw",
    falls = Lesson7TwoPrimaries.SET)
@Mine(value = "PnCounter", as = "the merged counter")
public final class Lesson7TwoPrimaries extends Lesson {
  static final String OFFSETS = "with offsets each side has the inserts of both";
  static final String FOUND = "checksums find every row that differs";
  static final String OWNED = "rows with one owner never differ";
  static final String COUNTER = "a merged counter loses no acknowledged update";
  static final String SET = "a merged set loses no acknowledged addition";
  static final String ORDERS = "all 720 orders of six merges end equal";
  private static final int GALERA_ROUNDS = 10;

  @Option(names = "--rows", description = "that both sides write (default: ${DEFAULT-VALUE})")
  private Size rows = size(60, 20);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Two primaries take writes while their link is down: what then?");
    BothWrite.All seen;
    try (Pair pair = new Pair(lab())) {
      Optional<Owners> owners = with("owners") ? Optional.of(Pair.OWNERS) : Optional.empty();
      seen = new BothWrite(pair, rows.get(), with("checksums")).all(story, with("offsets"), owners);
    }
    BothWrite.Seen same = seen.sameKeys();
    BothWrite.Seen changed = seen.changed();
    story.figure("diverged", changed.differ());
    story.figure("divergedFound", changed.found());
    story.control(
        "inserts with the same keys stop replication", same.stopped() == 2 && same.differ() > 0);
    story.claim(OFFSETS, seen.offsets().stopped() == 0 && seen.offsets().differ() == 0);
    story.control(
        "the same row changed on both sides diverges without an error",
        changed.stopped() == 0 && changed.differ() == rows.get());
    story.control("a change of a deleted row stops replication", seen.deleted().stopped() == 1);
    story.claim(FOUND, changed.differ() > 0 && changed.found() == changed.differ());
    story.claim(OWNED, seen.owned().acknowledged() > 0 && seen.owned().differ() == 0);
    merges(story);
    if (!quick) {
      Certification.tell(story, lab(), GALERA_ROUNDS);
    }
  }

  private void merges(Story story) {
    BinaryOperator<Long> newer = with("larger") ? GCounter.LARGER : GCounter.LATEST;
    BiPredicate<Added, Added> removal = with("tags") ? OrSet.BY_TAG : OrSet.BY_NAME;
    Merges.All seen = Merges.all(story, rows.get(), own(), newer, removal);
    Merges.Seen counter = seen.counter();
    story.control("last writer wins loses acknowledged updates", seen.lastWriter().lost() > 0);
    story.control(
        "with a wrong clock the earlier write wins", seen.wrongClock().lost() == rows.get());
    story.claim(COUNTER, counter.lost() == 0);
    story.claim(SET, seen.set().lost() == 0);
    story.claim(ORDERS, counter.orders() == 720 && counter.ends() == 1 && seen.set().ends() == 1);
  }

  public static void main(String[] args) {
    run(new Lesson7TwoPrimaries(), args);
  }
}
