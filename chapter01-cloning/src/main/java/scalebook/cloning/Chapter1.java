package scalebook.cloning;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import scalebook.cloning.lessons.Lesson1Clones;
import scalebook.cloning.lessons.Lesson2Supervisor;
import scalebook.cloning.lessons.Lesson3RollingRestart;
import scalebook.cloning.lessons.Lesson4Policies;
import scalebook.cloning.lessons.Lesson5HungClone;
import scalebook.cloning.lessons.Lesson6ReverseProxy;
import scalebook.cloning.lessons.Lesson7Autoscaler;
import scalebook.cloning.lessons.Lesson8RedundantBalancers;
import scalebook.cloning.lessons.Lesson9Dns;
import scalebook.cloning.stage.CloningPlayground;
import scalebook.cloning.stage.versus.Versus;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;

/** The table of contents. */
public final class Chapter1 implements Chapter {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "Cloning";
  }

  @Override
  public String idea() {
    return "the same program n times, each with 1/n of the load";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Clones::new,
        Lesson2Supervisor::new,
        Lesson3RollingRestart::new,
        Lesson4Policies::new,
        Lesson5HungClone::new,
        Lesson6ReverseProxy::new,
        Lesson7Autoscaler::new,
        Lesson8RedundantBalancers::new,
        Lesson9Dns::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(CloningPlayground::new);
  }

  @Override
  public Optional<Callable<Integer>> versus() {
    return Optional.of(new Versus());
  }
}
