package scalebook.caching;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.caching.lessons.Lesson1CacheAside;
import scalebook.caching.lessons.Lesson2QueryOrObject;
import scalebook.caching.lessons.Lesson3Stampede;
import scalebook.caching.lessons.Lesson4StaleSet;
import scalebook.caching.lessons.Lesson5MissingAndExpiring;
import scalebook.caching.stage.CachingPlayground;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;

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
        Lesson5MissingAndExpiring::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(CachingPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "3.1",
            "CacheAside",
            "the cache first, then the database, and a cache that may be dead",
            List.of(
                "Three things must be told apart in the cache: a value, 'there is none', and no entry at all.",
                "A first letter does that: '+' before a value, '-' alone for none. Two small methods that catch what the cache throws keep the main one readable.",
                "cached = look(key); if present, return it when it begins with '+'; otherwise value = database.apply(key), and set it with ttl or absent."),
            "an empty text for 'there is none'. One day there is a product with an empty note."),
        new Exercise(
            "3.2",
            "SingleFlight",
            "one thread fetches, the others wait for it, other keys do not",
            List.of(
                "Put a promise into a map before you fetch: who finds one there waits for it.",
                "ConcurrentHashMap.putIfAbsent tells who was first; FutureTask or CompletableFuture is the promise.",
                "other = flights.putIfAbsent(key, mine); if null, run it and remove it in a finally; then get() of whichever it is, and unwrap the ExecutionException."),
            "computeIfAbsent with the fetch inside. It holds a lock of the map while the database takes its time, and keys that share a bin wait for each other."),
        new Exercise(
            "3.3",
            "LeasedSet",
            "only who holds the lease may set, and a writer takes it away",
            List.of(
                "A lease is a token and an end. Who sets must show the token, and it must not have ended.",
                "Two maps, one of values and one of leases, and one counter for the tokens of all keys.",
                "lease: if there is one that has not ended, nothing; else put (++tokens, now + leaseMillis). set: only if the token is the holder's. invalidate: remove from both maps."),
            "leaving the lease alone when a writer drops the value. It is exactly the overtaken reader's lease that must go."),
        new Exercise(
            "3.4",
            "LruCache",
            "so many entries and no more; the one used longest ago goes",
            List.of(
                "A map finds an entry, a list knows the order. Both must be quick, also in the middle.",
                "A doubly linked list whose nodes the map points to; a ring with one empty node needs no special cases. (LinkedHashMap can do it all: look at its third argument.)",
                "get: unlink the node, link it behind the head. put: replace, or when full unlink the last node and remove its key from the map; then link the new one."),
            "a time stamp in each entry, and a search for the oldest. It works, until there are many."));
  }
}
