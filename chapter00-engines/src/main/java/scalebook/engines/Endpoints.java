package scalebook.engines;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import redis.clients.jedis.RedisClient;

/**
 * Servers for another process: where each is and who connects. They travel in a file of the lab's
 * private folder, since everybody can read a process's arguments.
 */
public final class Endpoints {
  private static final String URL = ".url";
  private static final String SETTING = ".with.";

  private final Properties all = new Properties();

  public static Endpoints read(Path file) {
    Endpoints endpoints = new Endpoints();
    try (Reader in = Files.newBufferedReader(file)) {
      endpoints.all.load(in);
      return endpoints;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path write(Path file) {
    try (Writer out = Files.newBufferedWriter(file)) {
      all.store(out, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Endpoints add(String name, MySql database) {
    return add(name, database.url(), database.properties());
  }

  /** Through another address, or with other settings of the driver. */
  public Endpoints add(String name, String url, Properties settings) {
    all.setProperty(name + URL, url);
    settings
        .stringPropertyNames()
        .forEach(key -> all.setProperty(name + SETTING + key, settings.getProperty(key)));
    return this;
  }

  public Endpoints add(String name, Redis redis) {
    all.setProperty(name + URL, redis.url());
    return this;
  }

  public boolean has(String name) {
    return all.containsKey(name + URL);
  }

  public String url(String name) {
    String url = all.getProperty(name + URL);
    if (url == null) {
      throw new IllegalArgumentException("there is no server " + name);
    }
    return url;
  }

  public Properties settings(String name) {
    String prefix = name + SETTING;
    Properties own = new Properties();
    all.stringPropertyNames().stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(key -> own.setProperty(key.substring(prefix.length()), all.getProperty(key)));
    return own;
  }

  /** With a bound of connections. */
  public HikariDataSource pool(String name, int connections) {
    return MySql.pool(name, url(name), settings(name), connections);
  }

  public RedisClient redis(String name) {
    return Redis.client(url(name));
  }

  @Override
  public String toString() {
    return "endpoints"; // they hold passwords
  }
}
