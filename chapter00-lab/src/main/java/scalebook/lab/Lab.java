package scalebook.lab;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import scalebook.engines.Dialect;
import scalebook.engines.Engine;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.Server;
import scalebook.engines.Servers;
import scalebook.engines.process.Home;
import scalebook.engines.process.Tasks;
import scalebook.engines.process.Workspace;

/**
 * A bench with real servers on it, cleared when it is closed, however the program ends.
 *
 * <pre>
 * try (Lab lab = Lab.open()) {
 *   MySql db = lab.mysql("db");
 *   Redis cache = lab.redis("cache");
 *   …
 * }
 * </pre>
 */
public final class Lab implements AutoCloseable {
  private static final int PASSWORD_BYTES = 16;

  private final Engine engine;
  private final Home home;
  private final Workspace workspace;
  private final String password;
  private final Map<String, Server> servers = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, String> versions = Collections.synchronizedMap(new TreeMap<>());
  private final Thread hook = new Thread(this::clear, "lab-clear");
  private Servers maker;

  private Lab(Engine engine) {
    this.engine = engine;
    this.home = Home.ofUser();
    this.workspace = Workspace.open(home);
    byte[] secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    this.password = HexFormat.of().formatHex(secret);
  }

  public static Lab open() {
    return open(Engine.ofEnvironment());
  }

  public static Lab open(Engine engine) {
    Lab lab = new Lab(engine);
    Runtime.getRuntime().addShutdownHook(lab.hook); // for Ctrl-C and SIGTERM
    return lab;
  }

  private synchronized Servers maker() {
    if (maker == null) {
      maker = Servers.of(engine, home, workspace, password);
    }
    return maker;
  }

  /** The server of this name, started with these options when it is not there yet. */
  public MySql mysql(String name, List<String> options) {
    MySql server = (MySql) servers.computeIfAbsent(name, unused -> maker().mysql(name, options));
    server.start();
    versions.computeIfAbsent("mysql", unused -> server.version());
    return server;
  }

  public MySql mysql(String name) {
    return mysql(name, List.of());
  }

  /** Several at once: they start at the same time. */
  public List<MySql> mysqls(List<String> names, List<String> options) {
    ExecutorService starters = Tasks.executor();
    List<Future<MySql>> starting = new ArrayList<>();
    maker();
    names.forEach(name -> starting.add(starters.submit(() -> mysql(name, options))));
    starters.shutdown();
    List<MySql> started = new ArrayList<>();
    for (Future<MySql> one : starting) {
      try {
        started.add(one.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while databases were starting", e);
      }
    }
    return started;
  }

  /** The server of this name; options are lines of {@code redis.conf}. */
  public Redis redis(String name, List<String> options) {
    Redis server = (Redis) servers.computeIfAbsent(name, unused -> maker().redis(name, options));
    server.start();
    versions.computeIfAbsent("redis", unused -> server.version());
    return server;
  }

  public Redis redis(String name) {
    return redis(name, List.of());
  }

  /** An engine that others made; fetched when it is asked for its path. */
  public Guest guest(String name) {
    Guest guest = Guest.of(name);
    versions.put(name, guest.title());
    return guest;
  }

  public Dialect dialect() {
    return maker().dialect();
  }

  public Workspace workspace() {
    return workspace;
  }

  /** What served so far, and in which version. */
  public Map<String, String> versions() {
    return Map.copyOf(versions);
  }

  private void clear() {
    List<Server> all;
    synchronized (servers) {
      all = new ArrayList<>(servers.values());
      servers.clear();
    }
    all.parallelStream().forEach(Server::close);
    if (maker != null) {
      maker.close();
    }
    workspace.close();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return; // the hook does it
    }
    clear();
  }
}
