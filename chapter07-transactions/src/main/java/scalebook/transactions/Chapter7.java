package scalebook.transactions;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter7 implements Chapter {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "Transactions";
  }

  @Override
  public String idea() {
    return "all or nothing, over several databases";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of();
  }

  @Override
  public List<Exercise> exercises() {
    return List.of();
  }
}
