package scalebook.sessions.exercise;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import scalebook.sessions.exercise.StickyRouter.Route;
import scalebook.sessions.solution.SignedCookie;

/** What people really write. */
final class StickyRouterWrongAnswers {
  /** The server's address, encoded: everybody can read it, and write another one. */
  static class AnAddressInTheCookie extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      int[] turn = {0};
      return (cookie, alive) -> {
        String named =
            cookie
                .map(text -> text.matches("[A-Za-z0-9_-]*") ? text : "")
                .map(text -> new String(decoded(text), StandardCharsets.UTF_8))
                .orElse("");
        if (alive.contains(named)) {
          return new Route(named, Optional.empty());
        }
        String fresh = alive.get(turn[0]++ % alive.size());
        byte[] bytes = fresh.getBytes(StandardCharsets.UTF_8);
        return new Route(
            fresh, Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
      };
    }

    private static byte[] decoded(String text) {
      try {
        return Base64.getUrlDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return new byte[0];
      }
    }
  }

  /** Signed, but a place in the list: it means another server as soon as one leaves. */
  static class APlaceInTheList extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      SignedCookie signer = new SignedCookie(Map.of(1, key), 1);
      int[] turn = {0};
      return (cookie, alive) -> {
        Optional<Integer> place =
            cookie.flatMap(text -> signer.verify(text, 0)).map(Integer::valueOf);
        if (place.filter(p -> p < alive.size()).isPresent()) {
          return new Route(alive.get(place.get()), Optional.empty());
        }
        int fresh = turn[0]++ % alive.size();
        return new Route(
            alive.get(fresh), Optional.of(signer.sign(String.valueOf(fresh), Long.MAX_VALUE)));
      };
    }
  }

  /** Obeys the cookie even when its server is gone. */
  static class LoyalBeyondDeath extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      Map<String, String> servers = new HashMap<>();
      int[] turn = {0};
      return (cookie, alive) -> {
        if (cookie.filter(servers::containsKey).isPresent()) {
          return new Route(servers.get(cookie.get()), Optional.empty());
        }
        String fresh = alive.get(turn[0]++ % alive.size());
        String token = UUID.nameUUIDFromBytes((new String(key) + fresh).getBytes()).toString();
        servers.put(token, fresh);
        return new Route(fresh, Optional.of(token));
      };
    }
  }

  /** A table in the balancer's memory: gone with the balancer, unknown to the other one. */
  static class ATableInMemory extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      Map<String, String> homes = new HashMap<>();
      int[] turn = {0};
      return (cookie, alive) -> {
        Optional<String> home = cookie.map(homes::get).filter(alive::contains);
        if (home.isPresent()) {
          return new Route(home.get(), Optional.empty());
        }
        String fresh = alive.get(turn[0]++ % alive.size());
        String token = UUID.randomUUID().toString();
        homes.put(token, fresh);
        return new Route(fresh, Optional.of(token));
      };
    }
  }

  /** Newcomers all go to the first. */
  static class TheFirstForAll extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      SignedCookie signer = new SignedCookie(Map.of(1, key), 1);
      return (cookie, alive) -> {
        List<String> right =
            alive.stream().filter(s -> cookie.equals(Optional.of(token(signer, s)))).toList();
        return right.isEmpty()
            ? new Route(alive.get(0), Optional.of(token(signer, alive.get(0))))
            : new Route(right.get(0), Optional.empty());
      };
    }

    private static String token(SignedCookie signer, String server) {
      String signed = signer.sign(server, Long.MAX_VALUE);
      return signed.substring(signed.lastIndexOf('.') + 1);
    }
  }

  /** Right but for what a subclass changes. */
  private static class Tokens implements StickyRouterContract.Answer {
    final SignedCookie signer;
    int turn;

    Tokens(byte[] key) {
      this.signer = new SignedCookie(Map.of(1, key), 1);
    }

    String token(String server) {
      return TheFirstForAll.token(signer, server);
    }

    @Override
    public Route route(Optional<String> cookie, List<String> alive) {
      for (String server : alive) {
        if (cookie.equals(Optional.of(token(server)))) {
          return new Route(server, Optional.empty());
        }
      }
      String fresh = alive.get(turn++ % alive.size());
      return new Route(fresh, Optional.of(token(fresh)));
    }
  }

  /** A hash without a key: whoever knows a server's name makes its cookie. */
  static class NoKey extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        String token(String server) {
          return UUID.nameUUIDFromBytes(server.getBytes(StandardCharsets.UTF_8)).toString();
        }
      };
    }
  }

  /** Sets the cookie with every answer, so that no cache may keep any. */
  static class SetsItEveryTime extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          Route route = super.route(cookie, alive);
          return new Route(route.server(), Optional.of(token(route.server())));
        }
      };
    }
  }

  /** Makes the tokens at the first request, for the servers that there are. */
  static class KnowsTheFirstServers extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      Map<String, String> tokens = new HashMap<>();
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          if (tokens.isEmpty()) {
            alive.forEach(server -> tokens.put(server, super.token(server)));
          }
          return super.route(cookie, alive);
        }

        @Override
        String token(String server) {
          return tokens.getOrDefault(server, "unknown");
        }
      };
    }
  }

  /** Every request is a turn: newcomers that come in step with others meet the same server. */
  static class EveryRequestIsATurn extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          turn += cookie.isPresent() ? 1 : 0;
          return super.route(cookie, alive);
        }
      };
    }
  }

  /** Who had a cookie is sent to the first that lives: all of them. */
  static class TheDeadOnesToTheFirst extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          Route route = super.route(cookie, alive);
          return cookie.isPresent() && route.cookie().isPresent()
              ? new Route(alive.get(0), Optional.of(token(alive.get(0))))
              : route;
        }
      };
    }
  }

  /** By a hash of the cookie: those of one server stay together. */
  static class TheDeadOnesByTheirCookie extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          Route route = super.route(cookie, alive);
          String next = alive.get(Math.floorMod(cookie.hashCode(), alive.size()));
          return cookie.isPresent() && route.cookie().isPresent()
              ? new Route(next, Optional.of(token(next)))
              : route;
        }
      };
    }
  }

  /** Six letters look random enough. */
  static class AShortToken extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        String token(String server) {
          return super.token(server).substring(0, 6);
        }
      };
    }
  }

  /** Letters are letters. */
  static class LowerCase extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        public Route route(Optional<String> cookie, List<String> alive) {
          for (String server : alive) {
            if (token(server).equalsIgnoreCase(cookie.orElse(""))) {
              return new Route(server, Optional.empty());
            }
          }
          return super.route(Optional.empty(), alive);
        }
      };
    }
  }

  /** The name backwards before the token: nobody will read that. */
  static class TheNameBackwards extends StickyRouterContract {
    @Override
    Answer answer(byte[] key) {
      return new Tokens(key) {
        @Override
        String token(String server) {
          return new StringBuilder(server).reverse() + super.token(server);
        }
      };
    }
  }

  private StickyRouterWrongAnswers() {}
}
