package scalebook.replication.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.raid.Level;
import scalebook.replication.raid.RaidArray;
import scalebook.replication.stage.Levels;
import scalebook.replication.stage.RaidTrial;
import scalebook.replication.stage.RaidTrials;

/**
 * Four files are four disks. Each RAID level loses every set of one and two of them; a bit flips
 * silently; the power goes in a write.
 *
 * <pre>./book raid --stripes 64</pre>
 */
@Command(name = "raid", description = "copies and parity over disks: what each level survives")
@Idea(value = RaidArray.class, method = "RaidArray.read", test = "raid.RaidArrayTest")
@Without(
    name = "reed-solomon",
    what = "RAID 6's second parity is no copy of its first",
    falls = {Lesson9Raid.SURVIVES, Lesson9Raid.NAMED})
@Without(
    name = "delta",
    what = "a write changes one data block and its parity only",
    falls = Lesson9Raid.COST)
@Without(
    name = "rotation",
    what = "each stripe has its parity on another disk",
    falls = Lesson9Raid.READS)
@Without(
    name = "watermark",
    what = "a new disk is read only up to where it is rebuilt",
    falls = Lesson9Raid.REBUILD)
@Without(
    name = "journal",
    what = "a stripe's new blocks are in a journal before they are on disks",
    falls = Lesson9Raid.JOURNAL)
@Without(
    name = "batches",
    what = "the disks are of different batches, so that they fail independently",
    falls = Lesson9Raid.RISK)
public final class Lesson9Raid extends Lesson {
  static final String SURVIVES = "each level survives exactly the lost disks that it promises";
  static final String COST = "each level's writes per write are as predicted";
  static final String READS = "reads use all disks equally at every level";
  static final String REBUILD = "no read is wrong while a lost disk is rebuilt";
  static final String NAMED = "RAID 6's scrub mends each flipped bit; RAID 5's only finds it";
  static final String JOURNAL = "with a journal no power loss damages a block";
  static final String RISK = "rebuilds lose data as often as predicted";
  private static final int DISKS = 4;
  private static final double ONE_BATCH = 8; // the others die so much faster

  @Option(names = "--stripes", description = "per array (default: ${DEFAULT-VALUE})")
  private Size stripes = size(48, 16);

  @Option(names = "--rebuilds", description = "simulated (default: ${DEFAULT-VALUE})")
  private Size rebuilds = size(400_000, 100_000);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Of %d disks one or two are lost: which levels keep all data?", DISKS);
    RaidArray.Settings settings =
        new RaidArray.Settings(
            with("reed-solomon"), with("rotation"), with("delta"), with("watermark"));
    int whole = Math.max(1, stripes.get() / DISKS) * DISKS; // parity is on each disk equally often
    RaidTrials trials =
        new RaidTrials(
            new RaidTrial.Room(lab().workspace().folder("raid"), DISKS, whole, settings));
    Levels levels = new Levels(trials, DISKS).tell(story);
    levels.tellRebuilds(story, rebuilds.get(), with("batches") ? 1 : ONE_BATCH);
    RaidTrials.Cuts hole = trials.cuts(Level.RAID5, false);
    RaidTrials.Cuts journaled = trials.cuts(Level.RAID5, with("journal"));
    story.note(
        "power cuts in RAID 5: %.0f of %d damage others, journaled %.0f",
        story.figure("holes", hole.damages()),
        hole.cuts(),
        story.figure("holesJournaled", journaled.damages()));
    story.claim(SURVIVES, levels.surviveAsPromised());
    story.claim(COST, levels.writeAsPredicted());
    story.claim(READS, levels.readEvenly());
    story.claim(REBUILD, levels.wrongReads() == 0);
    story.control("at every level a read returns a flipped bit silently", levels.flipSilently());
    story.claim(
        NAMED,
        story.figure("flipsMended.raid6") == DISKS
            && story.figure("flipsFound.raid5") == DISKS
            && story.figure("flipsMended.raid5") == 0);
    story.control("without a journal a power loss damages blocks nobody wrote", hole.damages() > 0);
    story.claim(JOURNAL, journaled.cuts() > 0 && journaled.damages() == 0);
    story.claim(RISK, levels.loseAsPredicted());
  }

  public static void main(String[] args) {
    run(new Lesson9Raid(), args);
  }
}
