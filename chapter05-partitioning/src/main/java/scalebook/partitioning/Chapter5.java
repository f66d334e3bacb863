package scalebook.partitioning;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.torment.Torment;
import scalebook.partitioning.lessons.Lesson1Range;
import scalebook.partitioning.lessons.Lesson2Hash;
import scalebook.partitioning.lessons.Lesson3Consistent;
import scalebook.partitioning.lessons.Lesson4Routing;
import scalebook.partitioning.lessons.Lesson5ScatterGather;
import scalebook.partitioning.lessons.Lesson6Resharding;
import scalebook.partitioning.lessons.Lesson7Vertical;
import scalebook.partitioning.lessons.Lesson8HotKeys;
import scalebook.partitioning.lessons.Lesson9RealEngines;
import scalebook.partitioning.stage.PartitioningPlayground;
import scalebook.partitioning.stage.PartitioningTorment;

/** The table of contents. */
public final class Chapter5 implements Chapter {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "Partitioning";
  }

  @Override
  public String idea() {
    return "each node owns a part";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Range::new,
        Lesson2Hash::new,
        Lesson3Consistent::new,
        Lesson4Routing::new,
        Lesson5ScatterGather::new,
        Lesson6Resharding::new,
        Lesson7Vertical::new,
        Lesson8HotKeys::new,
        Lesson9RealEngines::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(PartitioningPlayground::new);
  }

  @Override
  public Optional<Torment.Maker> torment() {
    return Optional.of(PartitioningTorment::new);
  }
}
