/** How long a view is waited for: a processor that is busy with other tests is no failure. */
import { configure } from '@testing-library/svelte';

configure({ asyncUtilTimeout: 10_000 });
