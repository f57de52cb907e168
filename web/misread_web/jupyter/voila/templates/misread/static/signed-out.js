// @ts-check
// Somebody has signed out in this browser: the lessons in its other tabs are told, and stop taking choices.
new BroadcastChannel("misread").postMessage("signed out");
