/** Three events on their way. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#0b5cad"/>
<path d="M6 10h12M6 16h16M6 22h9" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
<circle cx="24" cy="10" r="2.5" fill="#fff"/><circle cx="21" cy="22" r="2.5" fill="#fff"/>
</svg>
`;
