package scalebook.microservices;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter6 implements Chapter {
  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "Microservices";
  }

  @Override
  public String idea() {
    return "split by function, found by name";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        scalebook.microservices.lessons.Lesson1Services::new,
        scalebook.microservices.lessons.Lesson4Retries::new,
        scalebook.microservices.lessons.Lesson5CircuitBreaker::new,
        scalebook.microservices.lessons.Lesson6Queue::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of();
  }
}
