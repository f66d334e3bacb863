package scalebook.caching;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import scalebook.caching.lessons.Lesson1CacheAside;
import scalebook.caching.lessons.Lesson2QueryOrObject;
import scalebook.caching.lessons.Lesson3Stampede;
import scalebook.caching.lessons.Lesson4StaleSet;
import scalebook.caching.lessons.Lesson5MissingAndExpiring;
import scalebook.caching.lessons.Lesson6Eviction;
import scalebook.caching.lessons.Lesson7ClientSideHashing;
import scalebook.caching.lessons.Lesson8NearCache;
import scalebook.caching.lessons.Lesson9AheadOfTime;
import scalebook.caching.stage.CachingPlayground;
import scalebook.caching.stage.versus.Versus;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;

/** The table of contents. */
public final class Chapter3 implements Chapter {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "Caching";
  }

  @Override
  public String idea() {
    return "do not ask the database twice";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1CacheAside::new,
        Lesson2QueryOrObject::new,
        Lesson3Stampede::new,
        Lesson4StaleSet::new,
        Lesson5MissingAndExpiring::new,
        Lesson6Eviction::new,
        Lesson7ClientSideHashing::new,
        Lesson8NearCache::new,
        Lesson9AheadOfTime::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(CachingPlayground::new);
  }

  @Override
  public Optional<Callable<Integer>> versus() {
    return Optional.of(new Versus());
  }
}
