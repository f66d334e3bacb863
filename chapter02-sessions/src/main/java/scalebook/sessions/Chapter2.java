package scalebook.sessions;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.sessions.lessons.Lesson1LoggedOut;
import scalebook.sessions.lessons.Lesson2StickyCookie;
import scalebook.sessions.lessons.Lesson3StickyAddress;
import scalebook.sessions.lessons.Lesson4SharedStore;
import scalebook.sessions.lessons.Lesson5ClientSide;
import scalebook.sessions.lessons.Lesson6Matrix;
import scalebook.sessions.lessons.Lesson7Replicated;
import scalebook.sessions.lessons.Lesson8Hybrid;
import scalebook.sessions.lessons.Lesson9TwoDatacentres;
import scalebook.sessions.stage.SessionsPlayground;
import scalebook.sessions.stage.versus.Versus;

/** The table of contents. */
public final class Chapter2 implements Chapter {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "Sessions";
  }

  @Override
  public String idea() {
    return "where does \"logged in\" live?";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1LoggedOut::new,
        Lesson2StickyCookie::new,
        Lesson3StickyAddress::new,
        Lesson4SharedStore::new,
        Lesson5ClientSide::new,
        Lesson6Matrix::new,
        Lesson7Replicated::new,
        Lesson8Hybrid::new,
        Lesson9TwoDatacentres::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(SessionsPlayground::new);
  }

  @Override
  public Optional<Callable<Integer>> versus() {
    return Optional.of(new Versus());
  }
}
