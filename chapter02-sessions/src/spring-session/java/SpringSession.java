import java.time.Instant;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.StringRedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/** What Spring's filter does with a session in a request; it runs among Spring's jars alone. */
public final class SpringSession implements Function<String, String> {
  private final SessionRepository<? extends Session> sessions;

  public SpringSession(String host, int port, String password, boolean indexed, int connections) {
    RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(host, port);
    server.setPassword(password);
    GenericObjectPoolConfig<?> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    JedisConnectionFactory factory =
        new JedisConnectionFactory(
            server, JedisClientConfiguration.builder().usePooling().poolConfig(pool).build());
    factory.afterPropertiesSet();
    factory.start();
    RedisTemplate<String, Object> redis = new RedisTemplate<>();
    redis.setConnectionFactory(factory);
    redis.setKeySerializer(new StringRedisSerializer());
    redis.setHashKeySerializer(new StringRedisSerializer());
    redis.afterPropertiesSet();
    sessions =
        indexed ? new RedisIndexedSessionRepository(redis) : new RedisSessionRepository(redis);
  }

  /** {@code create}, {@code read ID} or {@code write ID}. */
  @Override
  public String apply(String request) {
    return serve(sessions, request.split(" "));
  }

  private static <S extends Session> String serve(SessionRepository<S> sessions, String[] words) {
    S session = words[0].equals("create") ? sessions.createSession() : sessions.findById(words[1]);
    session.setLastAccessedTime(Instant.now());
    Long visits = session.getAttribute("visits");
    if (!words[0].equals("read")) {
      session.setAttribute("visits", visits == null ? 1L : visits + 1);
    }
    sessions.save(session);
    return session.getId();
  }
}
