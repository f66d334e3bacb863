package scalebook.replication;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.torment.Torment;
import scalebook.replication.lessons.Lesson1ReadReplicas;
import scalebook.replication.lessons.Lesson2Lag;
import scalebook.replication.lessons.Lesson3ReadYourWrites;
import scalebook.replication.lessons.Lesson4LostWrites;
import scalebook.replication.lessons.Lesson5Failover;
import scalebook.replication.lessons.Lesson6SplitBrain;
import scalebook.replication.lessons.Lesson7TwoPrimaries;
import scalebook.replication.lessons.Lesson8ChooseTwo;
import scalebook.replication.lessons.Lesson9Raid;
import scalebook.replication.stage.ReplicationPlayground;
import scalebook.replication.stage.ReplicationTorment;
import scalebook.replication.stage.versus.Versus;

/** The table of contents. */
public final class Chapter4 implements Chapter {
  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Replication";
  }

  @Override
  public String idea() {
    return "more copies, and what they cost";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1ReadReplicas::new,
        Lesson2Lag::new,
        Lesson3ReadYourWrites::new,
        Lesson4LostWrites::new,
        Lesson5Failover::new,
        Lesson6SplitBrain::new,
        Lesson7TwoPrimaries::new,
        Lesson8ChooseTwo::new,
        Lesson9Raid::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(ReplicationPlayground::new);
  }

  @Override
  public Optional<Callable<Integer>> versus() {
    return Optional.of(new Versus());
  }

  @Override
  public Optional<Torment.Maker> torment() {
    return Optional.of(ReplicationTorment::new);
  }
}
