/** Password of every demo sign-in; production refuses to start while one of them can sign in. */
export const DEMO_PASSWORD = 'demo-2026';
