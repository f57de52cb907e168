// @ts-check
// Runs in a page before anything of its own does, and acts as soon as there is something to act on. A browser's driver
// would look at the page from outside, check that a button stands still, and take longer than some of the pages do.
const probe = () => {
  const CLICK_EVERY = 100; // a page may show a button before it listens to it

  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const within = (selector, root = document) => {
    /** @type {NodeListOf<HTMLElement>} */
    const found = root.querySelectorAll(selector);
    return [...found];
  };

  /** As `within`, and within shadow roots, too. @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = (selector, root = document) => [
    ...within(selector, root),
    ...within("*", root).flatMap((el) => (el.shadowRoot ? all(selector, el.shadowRoot) : [])),
  ];

  /**
   * Wait until something is found, now or in a later frame: nobody can act on what was never shown.
   * @template Found @param {() => Found | null | undefined | false} find @returns {Promise<Found>}
   */
  const until = (find) =>
    new Promise((done) => {
      const look = () => {
        const found = find();
        if (found) done(found);
        else requestAnimationFrame(look);
      };
      look();
    });

  /**
   * Wait until a frame that shows something has been drawn; milliseconds since the page was asked for.
   * @param {() => unknown} isThere @returns {Promise<number>}
   */
  const drawn = (isThere) =>
    new Promise((done) => {
      const look = () => {
        if (isThere()) setTimeout(() => done(performance.now()));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });

  /** @type {() => HTMLElement | null} */
  const card = () => document.querySelector(".mr");
  /** @type {() => HTMLElement | null} */
  const player = () => document.querySelector(".mr-player");
  /** @param {HTMLElement | null} piece */
  const confirmation = (piece) => piece && within(".mr-confirm button:not([disabled])", piece)[0];
  /** @param {HTMLElement | null} piece */
  const choices = (piece) => (piece ? within("input[type=radio]", piece) : []);

  return {
    /**
     * On the small page: click a button until the page says that it was picked; milliseconds since the page was asked
     * for.
     * @param {number} number
     */
    async pick(number) {
      let clicked = -Infinity;
      return drawn(() => {
        const says = (/** @type {HTMLElement} */ el) =>
          !el.childElementCount && el.tagName !== "SCRIPT" && el.textContent.includes(`choice ${number} picked`);
        if (all("*").some(says)) return true;
        const button = all("button").find((el) => el.textContent.includes(`choice ${number}`));
        if (button && performance.now() > clicked + CLICK_EVERY) {
          clicked = performance.now();
          button.click();
        }
        return false;
      });
    },

    /** In the lesson: answer the first guess, and wait for its reply; milliseconds since the page was asked for. */
    async guess() {
      (await until(() => choices(card())[2])).click();
      (await until(() => confirmation(card()))).click();
      return drawn(() => card()?.dataset.screen === "after");
    },

    /** In the lesson: begin the case and make its first choice; milliseconds from confirming to the consequence. */
    async choose() {
      const begins = ".mr-player .mr-actions:not(.mr-confirm) .mr-button";
      (await until(() => within(begins).find((button) => button.checkVisibility()))).click();
      (await until(() => player()?.dataset.screen === "situation" && choices(player())[0])).click();
      const button = await until(() => confirmation(player()));
      const start = performance.now();
      button.click();
      return (await drawn(() => player()?.dataset.screen === "consequence")) - start;
    },
  };
};
Object.assign(window, { probe: probe() });
