import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import { createApi } from './api';
import App from './App.svelte';

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { api: createApi(window), page: window } });
