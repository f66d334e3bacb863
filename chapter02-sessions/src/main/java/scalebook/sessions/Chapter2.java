package scalebook.sessions;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;
import scalebook.sessions.lessons.Lesson1LoggedOut;
import scalebook.sessions.lessons.Lesson2StickyCookie;
import scalebook.sessions.lessons.Lesson3StickyAddress;
import scalebook.sessions.lessons.Lesson4SharedStore;
import scalebook.sessions.lessons.Lesson5ClientSide;
import scalebook.sessions.lessons.Lesson6Matrix;
import scalebook.sessions.stage.SessionsPlayground;

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
        Lesson6Matrix::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(SessionsPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "2.1",
            "SignedCookie",
            "a value that a browser keeps for us and cannot change",
            List.of(
                "Say everything that matters in one text, sign that text, and put the signature"
                    + " behind it.",
                "Mac.getInstance(\"HmacSHA256\"), Base64.getUrlEncoder().withoutPadding(),"
                    + " MessageDigest.isEqual. Encode the value first, so that a dot can separate.",
                "said = key + \".\" + end + \".\" + base64(value); cookie = said + \".\" +"
                    + " base64(mac(said)). To verify, split at dots, look up the key, compare the"
                    + " MAC, and only then believe the end."),
            "a MAC of the value alone, with the end beside it. Then everybody extends their own session."),
        new Exercise(
            "2.2",
            "StickyRouter",
            "back to the server that the cookie stands for, and the cookie shows none",
            List.of(
                "The balancer knows all servers' names. It needs no cookie from which the name can"
                    + " be read: it can try them all.",
                "token(server) = Base64 of HmacSHA256(key, server). Compare the cookie with the"
                    + " token of each server that lives.",
                "for (server : alive) if (cookie equals token(server)) return it, nothing to set;"
                    + " otherwise alive.get(turn++ % size) and its token."),
            "the name, signed and readable. It cannot be changed, but it tells every visitor how many servers there are and where."),
        new Exercise(
            "2.3",
            "SessionRotation",
            "a new id at the log-in, and no save after the log-out",
            List.of(
                "Which of your methods can make an entry in the map? Only start and login should.",
                "Map.remove(id) takes the session out and returns it: move it to the new id.",
                "login: session = sessions.remove(id); if it is null or another user's, a new one;"
                    + " put the user, put it under a fresh id. save: get, and nothing when it is"
                    + " null."),
            "copying the session to the new id and leaving the old one. Two doors, and the attacker has the key to one."));
  }
}
