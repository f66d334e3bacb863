package scalebook.sessions.exercise;

import scalebook.sessions.solution.StickyRouter;

class StickyRouterSolutionTest extends StickyRouterContract {
  @Override
  Answer answer(byte[] key) {
    StickyRouter router = new StickyRouter(key);
    return (cookie, alive) -> {
      StickyRouter.Route route = router.route(cookie, alive);
      return new Route(route.server(), route.cookie());
    };
  }
}
