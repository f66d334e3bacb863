package scalebook.caching.cache;

import java.util.concurrent.Callable;

/** One caller does the work for a key, and those who come meanwhile share its result. */
@FunctionalInterface
public interface Flights<V> {
  Landed<V> join(String key, Callable<V> work) throws Exception;

  /** What a call brought, and whether this caller did the work. */
  record Landed<V>(V value, boolean own) {}
}
